"""`docs/languages.md`: one stack in every language that programs are written in."""

from __future__ import annotations

import tempfile
from pathlib import Path

import converter
from converter.writers.languages import LANGUAGES

from . import cases

PAGE = cases.ROOT / "docs" / "languages.md"
TEMPLATE = """\
Description: A model, and an alarm in production
Parameters:
  Stage:
    Type: String
    AllowedValues: [dev, prod]
  RoleArn:
    Type: String
Mappings:
  Images:
    us-east-1: {account: "683313688378"}
    eu-west-1: {account: "141502667606"}
Conditions:
  IsProduction: !Equals [!Ref Stage, prod]
Resources:
  # Artifacts outlive the stack
  Artifacts:
    Type: AWS::S3::Bucket
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
  Model:
    Type: AWS::SageMaker::Model
    Properties:
      ExecutionRoleArn: !Ref RoleArn
      PrimaryContainer:
        Image: !Sub
          - ${Account}.dkr.ecr.${AWS::Region}.amazonaws.com/xgboost:1.7
          - Account: !FindInMap [Images, !Ref AWS::Region, account]
        ModelDataUrl: !Sub s3://${Artifacts}/${Stage}/model.tar.gz
        Mode: SingleModel
      Tags:
        - Key: stage
          Value: !Ref Stage
        - !If
          - IsProduction
          - Key: pager
            Value: "on"
          - !Ref AWS::NoValue
  Alarm:
    Type: AWS::CloudWatch::Alarm
    Condition: IsProduction
    Properties:
      MetricName: Invocation5XXErrors
      Namespace: AWS/SageMaker
      Statistic: Sum
      Period: 300
      EvaluationPeriods: 1
      Threshold: 5
      ComparisonOperator: GreaterThanThreshold
Outputs:
  ModelName:
    Value: !GetAtt Model.ModelName
  AlarmArn:
    Condition: IsProduction
    Value: !GetAtt Alarm.Arn
"""
HEAD = """\
# One stack in every language

`cfn2pulumi migrate TEMPLATE --language LANGUAGE` writes the same program in each of them: the same
resources with the same names, inputs and options, the same config, the same outputs. This page is
made by `make fixtures` from the template below, and a test holds it. How a language is added stands
in [adding-a-language.md](adding-a-language.md).
"""
# The file that the program stands in, and what highlights it
FILES = {
    "python": ("__main__.py", "py"),
    "typescript": ("index.ts", "ts"),
    "go": ("main.go", "go"),
    "csharp": ("Program.cs", "csharp"),
    "java": ("src/main/java/program/App.java", "java"),
    "yaml": ("Main.yaml", "yaml"),
}
TITLES = {"csharp": "C#", "typescript": "TypeScript", "yaml": "YAML"}


def page() -> str:
    """The page's text."""
    with tempfile.TemporaryDirectory() as scratch:
        template = Path(scratch, "template.yaml")
        template.write_text(TEMPLATE, encoding="utf-8")
        parts = [HEAD, _block("The template", "yaml", TEMPLATE)]
        for language in LANGUAGES:
            files = converter.migrate(template, project="model", language=language)
            name, sign = FILES[language]
            if name not in files:
                name = next(each for each in files if Path(each).name == Path(name).name)
            title = f"{TITLES.get(language, language.capitalize())}: `{name}`"
            parts.append(_block(title, sign, files[name]))
    return "\n".join(parts)


def _block(title: str, sign: str, text: str) -> str:
    return f"## {title}\n\n```{sign}\n{text}```\n"
