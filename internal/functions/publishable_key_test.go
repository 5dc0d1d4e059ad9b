package functions_test

import (
	"encoding/base64"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
	"github.com/clerkform/terraform-provider-clerk/internal/functions"
)

func key(prefix, text string) string {
	return prefix + base64.StdEncoding.EncodeToString([]byte(text))
}

func TestAccReadsAPublishableKey(t *testing.T) {
	t.Parallel()
	gives(t, `provider::clerk::publishable_key("pk_test_`+base64.StdEncoding.EncodeToString([]byte("clever-fox-12.clerk.accounts.dev$"))+`")`,
		knownvalue.ObjectExact(map[string]knownvalue.Check{
			"environment":  knownvalue.StringExact("development"),
			"frontend_api": knownvalue.StringExact("clever-fox-12.clerk.accounts.dev"),
			"issuer":       knownvalue.StringExact("https://clever-fox-12.clerk.accounts.dev"),
			"jwks_url":     knownvalue.StringExact("https://clever-fox-12.clerk.accounts.dev/.well-known/jwks.json"),
		}))
}

func TestAccReadsThePublishableKeyOfAnInstance(t *testing.T) {
	t.Parallel()
	for _, environment := range []string{"development", "production"} {
		sim := acctest.Start(t, func(o *clerksim.Options) { o.Environment = environment })
		gives(t, `provider::clerk::publishable_key("`+sim.PublishableKey()+`").environment`, knownvalue.StringExact(environment))
	}
}

func TestAccSaysWhatIsWrongWithAPublishableKey(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		argument string
		words    []string
	}{
		"a secret key": {`"sk_test_abcdef"`, []string{`"key"`, "this is a secret key; give the publishable key of the same instance"}},
		"a host":       {`"clerk.example.com"`, []string{`"key"`, "begins with pk_test_ or pk_live_, and this does not"}},
		"half a key":   {`"pk_live_Y2xlcm"`, []string{`"key"`, "what follows pk_live_ is not base64"}},
		"null":         {`null`, []string{`"key"`, "null"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fails(t, "provider::clerk::publishable_key("+c.argument+")", c.words...)
		})
	}
}

// What depends on a resource is known after the apply.
func TestAccReadsAPublishableKeyThatIsKnownLater(t *testing.T) {
	t.Parallel()
	acctest.New(t).Run(resource.TestStep{
		Config: `
resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]
}
output "issuer" {
  value = provider::clerk::publishable_key("pk_test_${base64encode("${replace(clerk_user.ada.id, "_", "-")}.clerk.accounts.dev$")}").issuer
}`,
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownOutputValue("issuer", knownvalue.StringRegexp(regexp.MustCompile(`^https://user-\w+\.clerk\.accounts\.dev$`))),
		},
	})
}

func TestAPublishableKeyIsReadWithPaddingOrWithoutAndWithSpaceAroundIt(t *testing.T) {
	t.Parallel()
	for _, host := range []string{"clerk.example.com", "clerk.example.org.uk", "a.b", "xn--bcher-kva.example", "CLERK.example.com"} {
		whole := key("pk_live_", host+"$")
		for _, k := range []string{whole, strings.TrimRight(whole, "="), " " + whole + "\n"} {
			got, err := call(t, functions.NewPublishableKey(), k)
			if err != nil {
				t.Errorf("%q: %v", k, err)
			} else if frontend := got.(types.Object).Attributes()["frontend_api"]; !frontend.Equal(types.StringValue(host)) {
				t.Errorf("%q is of %s", k, frontend)
			}
		}
	}
}

func TestAMalformedPublishableKeyIsAnErrorThatDoesNotRepeatIt(t *testing.T) {
	t.Parallel()
	for k, want := range map[string]string{
		"":                             "empty",
		" ":                            "empty",
		"sk_live_abcdefghijkl":         "secret key",
		"whsec_abcdefghijkl":           "begins with pk_test_",
		"pk_test":                      "begins with pk_test_",
		"pk_prod_Y2xlcmsuYS5iJA==":     "begins with pk_test_",
		"pk_test_":                     "does not decode to a host",
		"pk_test_Y2xlcm sQS5iJA":       "not base64",
		"pk_test_Y2xl\ncmsuYS5iJA==":   "not base64",
		"pk_test_Y2xlcmsuYS5iJA=":      "not base64",
		"pk_test_Y2xlcmsuYS5iJB==":     "not base64",
		key("pk_test_", "clerk.a.b"):   "does not decode to a host",
		key("pk_test_", "$"):           "does not decode to a host",
		key("pk_test_", "localhost$"):  "does not decode to a host",
		key("pk_test_", "a.b$c.d$"):    "does not decode to a host",
		key("pk_test_", "a.b/path$"):   "does not decode to a host",
		key("pk_test_", "-a.b$"):       "does not decode to a host",
		key("pk_test_", "a..b$"):       "does not decode to a host",
		key("pk_test_", "a.b\n$"):      "does not decode to a host",
		key("pk_test_", "user@a.b$"):   "does not decode to a host",
		key("pk_test_", "\xff\xfe.b$"): "does not decode to a host",
	} {
		got, err := call(t, functions.NewPublishableKey(), k)
		if err == nil {
			t.Errorf("%q gives %s", k, got)
			continue
		}
		if !strings.Contains(err.Text, want) || len(k) > 12 && strings.Contains(err.Text, k[8:]) {
			t.Errorf("%q: %s", k, err)
		}
	}
}

func FuzzPublishableKey(f *testing.F) {
	for _, seed := range []string{"", "pk_test_", key("pk_test_", "clerk.example.com$"), key("pk_live_", "a.b$"), "pk_live_Y2xlcms", "sk_test_x", "pk_test_\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, k string) {
		got, err := call(t, functions.NewPublishableKey(), k)
		if err != nil {
			return
		}
		a := got.(types.Object).Attributes()
		prefix := "pk_test_"
		if a["environment"].(types.String).ValueString() == "production" {
			prefix = "pk_live_"
		}
		again := key(prefix, a["frontend_api"].(types.String).ValueString()+"$")
		if strings.TrimRight(again, "=") != strings.TrimRight(strings.TrimSpace(k), "=") {
			t.Errorf("%q comes back as %q", k, again)
		}
	})
}

// A host comes back out of the key that was made of it, as the URL of a host alone.
func FuzzPublishableKeyOfAHost(f *testing.F) {
	for _, host := range []string{"clerk.example.com", "CLERK.example.com", "a.b", "xn--bcher-kva.example", "localhost", "a..b", "-a.b", "a.b/c", "a.b:443", "u@a.b", "a.b?c", "a.b#c", "a.b$", "a.b\n", "127.0.0.1", "\xff.b", ""} {
		f.Add(host, true)
		f.Add(host, false)
	}
	f.Fuzz(func(t *testing.T, host string, production bool) {
		prefix, environment := "pk_test_", "development"
		if production {
			prefix, environment = "pk_live_", "production"
		}
		got, failed := call(t, functions.NewPublishableKey(), key(prefix, host+"$"))
		label := func(s string) bool {
			return s != "" && strings.Trim(s, "-") == s && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-") == ""
		}
		labels := strings.Split(host, ".")
		if valid := len(labels) > 1 && !slices.ContainsFunc(labels, func(s string) bool { return !label(s) }); valid != (failed == nil) {
			t.Fatalf("the host %q gives %v, %v", host, got, failed)
		} else if !valid {
			return
		}
		a := got.(types.Object).Attributes()
		for name, want := range map[string]string{
			"environment": environment, "frontend_api": host, "issuer": "https://" + host, "jwks_url": "https://" + host + "/.well-known/jwks.json",
		} {
			if value := a[name].(types.String).ValueString(); value != want {
				t.Errorf("%s of %q is %q", name, host, value)
			}
		}
		if u, err := url.Parse(a["jwks_url"].(types.String).ValueString()); err != nil || u.Host != host || u.Path != "/.well-known/jwks.json" {
			t.Errorf("%q leads to %s (%v)", host, u, err)
		}
	})
}
