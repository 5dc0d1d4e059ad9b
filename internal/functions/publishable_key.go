// Package functions has the provider's functions, which ask Clerk nothing.
package functions

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"regexp"
	"strings"

	fwattr "github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type publishableKey struct {
	Environment string `tfsdk:"environment"`
	FrontendAPI string `tfsdk:"frontend_api"`
	Issuer      string `tfsdk:"issuer"`
	JWKSURL     string `tfsdk:"jwks_url"`
}

type publishableKeyFunction struct{}

var _ function.Function = publishableKeyFunction{}

// NewPublishableKey is the function publishable_key.
func NewPublishableKey() function.Function { return publishableKeyFunction{} }

func (publishableKeyFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "publishable_key"
}

func (publishableKeyFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "What a publishable key says",
		MarkdownDescription: "What a publishable key says of its instance, as an object:\n\n" +
			"- `environment`: `development` or `production`;\n" +
			"- `frontend_api`: the host of the Frontend API, such as `clerk.example.com`;\n" +
			"- `issuer`: who issues the instance's session tokens, such as `https://clerk.example.com`: what a gateway compares with the claim `iss`;\n" +
			"- `jwks_url`: where the keys are that verify these tokens, such as `https://clerk.example.com/.well-known/jwks.json`.\n\n" +
			"Clerk is not asked. A key that is malformed is an error, and so is a secret key.",
		Parameters: []function.Parameter{function.StringParameter{
			Name:                "key",
			MarkdownDescription: "The publishable key, `pk_test_…` or `pk_live_…`. Space around it is ignored.",
		}},
		Return: function.ObjectReturn{AttributeTypes: map[string]fwattr.Type{
			"environment": types.StringType, "frontend_api": types.StringType, "issuer": types.StringType, "jwks_url": types.StringType,
		}},
	}
}

func (publishableKeyFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var key string
	if resp.Error = req.Arguments.Get(ctx, &key); resp.Error != nil {
		return
	}
	parsed, err := parsePublishableKey(strings.TrimSpace(key))
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, parsed)
}

var environments = map[string]string{"pk_test_": "development", "pk_live_": "production"}

var host = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+$`)

// parsePublishableKey reads pk_test_ or pk_live_ and, in base64, a host and a
// dollar sign. The error does not repeat the key, which may be a secret one.
func parsePublishableKey(key string) (publishableKey, error) {
	prefix := key[:min(len(key), len("pk_test_"))]
	environment, ok := environments[prefix]
	switch {
	case key == "":
		return publishableKey{}, errors.New("the key is empty; a publishable key begins with pk_test_ or pk_live_, and Clerk's dashboard shows it under API keys")
	case strings.HasPrefix(key, "sk_"):
		return publishableKey{}, errors.New("this is a secret key; give the publishable key of the same instance, which begins with pk_test_ or pk_live_")
	case !ok:
		return publishableKey{}, errors.New("a publishable key begins with pk_test_ or pk_live_, and this does not; copy it from Clerk's dashboard, under API keys")
	}
	decoded, err := decodeBase64(key[len(prefix):])
	if err != nil {
		return publishableKey{}, fmt.Errorf("what follows %s is not base64, so the key is incomplete or mistyped; copy it again from Clerk's dashboard", prefix)
	}
	name, ended := strings.CutSuffix(decoded, "$")
	if !ended || !host.MatchString(name) {
		return publishableKey{}, fmt.Errorf("what follows %s does not decode to a host with a $ after it, such as clerk.example.com$, so the key is incomplete or mistyped; copy it again from Clerk's dashboard", prefix)
	}
	return publishableKey{
		Environment: environment,
		FrontendAPI: name,
		Issuer:      "https://" + name,
		JWKSURL:     "https://" + name + "/.well-known/jwks.json",
	}, nil
}

// decodeBase64 takes the text with its padding or without.
func decodeBase64(text string) (string, error) {
	if strings.ContainsAny(text, "\r\n") {
		// Go's decoder skips them.
		return "", errors.New("there is a line break in it")
	}
	if len(text)%4 == 0 {
		text = strings.TrimSuffix(strings.TrimSuffix(text, "="), "=")
	}
	decoded, err := base64.RawStdEncoding.Strict().DecodeString(text)
	return string(decoded), err
}
