"""AWS's translator of serverless templates, kept away from the network and from the region."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from types import SimpleNamespace
from typing import Any

from .translator_import import with_stand_ins

with with_stand_ins():
    from samtranslator.model.exceptions import ExceptionWithMessage, InvalidDocumentException
    from samtranslator.parser.parser import Parser
    from samtranslator.plugins.application import serverless_app_plugin as applications
    from samtranslator.translator import translator as translating
    from samtranslator.translator.arn_generator import ArnGenerator
    from samtranslator.translator.translator import Translator
    from samtranslator.utils.py27hash_fix import (
        to_py27_compatible_template,
        undo_mark_unicode_str_in_template,
    )

from ..errors import Path, TemplateError
from ..intrinsics import Tree
from ..report import Report
from .packaging import application_url
from .serverless import PSEUDO_PARAMETERS, REGION, STAYS

# For each translation the plugin would check the policies it comes with against their schema anew,
# and the resolver look for the classes of a module
_make_policies = translating.make_policy_template_for_function_plugin
translating.make_policy_template_for_function_plugin = cache(_make_policies)
translating.ResourceTypeResolver = cache(translating.ResourceTypeResolver)

logging.getLogger("samtranslator").addHandler(logging.NullHandler())  # it speaks to its operators


def translate(tree: dict[str, Any], values: dict[str, Any], report: Report) -> dict[str, Any]:
    """What CloudFormation makes of a serverless template.

    Args:
        tree: the template; it is changed.
        values: the values of its parameters.
        report: is told of applications that only AWS has.

    Raises:
        TemplateError: it is refused; ``errors`` has all the reasons.
    """
    resources = dict(tree.get("Resources", {}))
    known: dict[str, Any] = {**dict.fromkeys(PSEUDO_PARAMETERS, STAYS), **values}
    try:
        with _one_region():
            return _translated(tree, known, report)
    except InvalidDocumentException as error:
        raise _refusal([cause.message for cause in error.causes], resources) from None
    except ExceptionWithMessage as error:
        raise _refusal([error.message], resources) from None
    except (AttributeError, KeyError, TypeError, ValueError, IndexError) as error:
        words = f"AWS's translator of serverless templates fails on it: {error!r}"
        raise TemplateError(words, path=("Resources",)) from None


def _translated(tree: dict[str, Any], known: dict[str, Any], report: Report) -> dict[str, Any]:
    to_py27_compatible_template(tree, known)  # type: ignore[no-untyped-call, unused-ignore]
    client = _Applications(tree.get("Resources", {}), report)
    plugin = applications.ServerlessAppPlugin(sar_client_creator=lambda: client, parameters=known)
    session = SimpleNamespace(region_name=REGION)
    translator = Translator(None, Parser(), plugins=[plugin], boto_session=session)
    result = translator.translate(tree, known, get_managed_policy_map=_Policies)
    return dict(undo_mark_unicode_str_in_template(result))


@contextmanager
def _one_region() -> Iterator[None]:
    """The region is this one, whatever the user's settings say.

    The translator keeps the region for the process: it is put back. For applications it would
    read the user's settings and, slowly, which services their region has.
    """
    before = ArnGenerator.BOTO_SESSION_REGION_NAME, applications.RegionConfiguration
    applications.RegionConfiguration = SimpleNamespace(is_service_supported=lambda service: True)
    try:
        yield
    finally:
        ArnGenerator.BOTO_SESSION_REGION_NAME, applications.RegionConfiguration = before


class _Policies(dict[str, str]):
    """The ARNs of managed policies by name; those that the translator has no list for."""

    def __len__(self) -> int:
        return 1

    def get(self, name: str, default: Any = None) -> Any:
        """The ARN that a policy of AWS's with this name has."""
        return ArnGenerator.generate_aws_managed_policy_arn(name)


class _Applications:
    """Stands for the Serverless Application Repository."""

    def __init__(self, resources: Mapping[str, Any], report: Report) -> None:
        self.resources = resources
        self.report = report

    def create_cloud_formation_template(self, **named: str) -> dict[str, str]:
        """Answer with a place for the application's template, and say so."""
        identifier, version = named["ApplicationId"], named["SemanticVersion"]
        url = application_url(identifier, version)
        words = f"the template of the application {identifier} {version} has to be fetched"
        names = [name for name, entry in self.resources.items() if identifier in str(entry)]
        path: Path = ("Resources", *names[:1])
        self.report.warn("needs-packaging", f"{words}; {url} stands for where it is", path)
        return {"TemplateUrl": url, "Status": "ACTIVE", **named}


_GLOBALS = "'Globals' section"


def _refusal(messages: list[str], resources: Mapping[str, Tree]) -> TemplateError:
    """The reasons of the translator as one error."""
    errors = []
    for message in messages:
        names = [name for name in resources if f"[{name}]" in message]
        path: Path = ("Resources", names[0]) if names else ("Resources",)
        if message.startswith(_GLOBALS):
            path = ("Globals",)
        errors.append(TemplateError(message, path=path))
    errors[0].errors = tuple(errors)
    return errors[0]
