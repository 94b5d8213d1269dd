package main

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi-aws-native/sdk/go/aws/sns"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		cfg := config.New(ctx, "")
		b := cfg.Require("B")
		c := cfg.Require("C")
		dd := cfg.RequireBool("D")
		cc := c == "y"
		bc := b == "x"
		if _, err := sns.NewTopic(ctx, "Topic", nil); err != nil {
			return err
		}
		box := &struct {
			l []string
			t string
		}{}
		chosen := func(text string) string {
			if cc {
				return text + "-c"
			}
			if text == "x" {
				return "is x"
			}
			return text
		}
		_, _, _, _, _ = dd, bc, maps.Copy[map[string]string, map[string]string], slices.Sort[[]string], chosen
		_, _ = strconv.Itoa, strings.Join
		// BODY
		// RESULTS
		return nil
	})
}
