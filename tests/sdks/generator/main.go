// Writes an SDK with Pulumi's own code generators: generator LANGUAGE SCHEMA.json FOLDER.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi-java/pkg/codegen/java"
	"github.com/pulumi/pulumi/pkg/v3/codegen/dotnet"
	gogen "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

const tool = "the tests"

var generators = map[string]func(*schema.Package) (map[string][]byte, error){
	"go": func(bound *schema.Package) (map[string][]byte, error) {
		return gogen.GeneratePackage(tool, bound, nil)
	},
	"csharp": func(bound *schema.Package) (map[string][]byte, error) {
		return dotnet.GeneratePackage(tool, bound, nil, nil)
	},
	"java": func(bound *schema.Package) (map[string][]byte, error) {
		return java.GeneratePackage(tool, bound, nil, nil, false, false)
	},
}

// noLogo answers what the .NET generator asks the network for: the picture of the package.
type noLogo struct{}

func (noLogo) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody}, nil
}

func main() {
	http.DefaultTransport = noLogo{}
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(language, source, folder string) error {
	bound, err := bind(source)
	if err != nil {
		return err
	}
	files, err := generators[language](bound)
	if err != nil {
		return err
	}
	for name, content := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// noPackages loads nothing: the schema refers to no other package.
type noPackages struct{}

func (noPackages) LoadPackage(name string, _ *semver.Version) (*schema.Package, error) {
	return nil, errors.New("no package " + name)
}

func (noPackages) LoadPackageV2(
	_ context.Context, descriptor *schema.PackageDescriptor,
) (*schema.Package, error) {
	return nil, errors.New("no package " + descriptor.Name)
}

func bind(source string) (*schema.Package, error) {
	content, err := os.ReadFile(source)
	if err != nil {
		return nil, err
	}
	var spec schema.PackageSpec
	if err := json.Unmarshal(content, &spec); err != nil {
		return nil, err
	}
	bound, diagnostics, err := schema.BindSpec(spec, noPackages{}, schema.ValidationOptions{})
	if err != nil {
		return nil, err
	}
	if diagnostics.HasErrors() {
		return nil, errors.New(diagnostics.Error())
	}
	return bound, nil
}
