"""Programs in other languages are compiled against SDKs made for the tests, and run."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import java_programs
from .generating import tool
from .go_programs import Programs

GO = """\
package main

import (
	"github.com/pulumi/pulumi-aws-native/sdk/go/aws/sqs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		queue, err := sqs.NewQueue(ctx, "Queue", &sqs.QueueArgs{
			DelaySeconds: pulumi.Int(5),
		})
		if err != nil {
			return err
		}
		ctx.Export("Arn", queue.Arn)
		return nil
	})
}
"""

JAVA = """\
package program;

import com.pulumi.Pulumi;
import com.pulumi.awsnative.sqs.Queue;
import com.pulumi.awsnative.sqs.QueueArgs;

public class App {
  public static void main(String[] args) {
    Pulumi.run(
        ctx -> {
          var queue = new Queue("Queue", QueueArgs.builder().delaySeconds(5).build());
          ctx.export("Arn", queue.arn());
        });
  }
}
"""


def test_go_programs_are_one_binary() -> None:
    tool("go")
    files = {"first": {"main.go": GO}, "second": {"main.go": GO, "go.mod": ""}}
    programs = Programs(files, "samples")
    programs.vet()
    assert programs.command("first")[0] == programs.command("second")[0]


def test_what_go_does_not_compile_fails_the_test() -> None:
    tool("go")
    wrong = GO.replace("pulumi.Int(5)", "5")
    with pytest.raises(AssertionError, match="cannot use 5"):
        Programs({"wrong": {"main.go": wrong}}, "wrong").vet()


def test_java_programs_are_compiled(tmp_path: Path) -> None:
    tool("mvn")
    (tmp_path / "App.java").write_text(JAVA, encoding="utf-8")
    java_programs.compile(tmp_path, tmp_path / "classes", "-Xlint:all", "-Werror")
    assert (tmp_path / "classes" / "program" / "App.class").is_file()
