package user_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

const adaAlone = `
resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]
}
`

func oauthTokens(provider string) string {
	return `
ephemeral "clerk_oauth_access_token" "ada" {
  user_id       = clerk_user.ada.id
  provider_name = "` + provider + `"
}
`
}

// grant gives Ada tokens at Google, which the API cannot do.
func grant(i *acctest.Instance, tokens ...map[string]any) func() {
	return func() {
		id := i.User("ada@example.com").ID
		for _, token := range tokens {
			token["user_id"], token["provider"] = id, "oauth_google"
		}
		i.Post("/_sim/seed", map[string]any{"oauth_access_tokens": tokens})
	}
}

func TestAccReadsOAuthAccessTokensWithTheProvidersNameInEitherForm(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"google", "oauth_google"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := acctest.Simulated(t)
			i.RunEchoing(
				resource.TestStep{Config: adaAlone},
				resource.TestStep{
					PreConfig: grant(i,
						map[string]any{
							"token": "ya29.first", "provider_user_id": "g-1", "scopes": []string{"email", "calendar"}, "expires_at": 1767225600,
							"label": "work", "id_token": "id.first", "token_secret": "secret.first", "public_metadata": map[string]any{"tier": 1},
						},
						map[string]any{"token": "ya29.second", "provider_user_id": "g-2", "expires_at": 1767225600123},
						map[string]any{"token": "ya29.third", "provider_user_id": "g-3"},
					),
					Config: adaAlone + oauthTokens(name) + acctest.Echo("{ tokens = [for t in ephemeral.clerk_oauth_access_token.ada.tokens : merge(t, { external_account_id = startswith(t.external_account_id, \"eac_\") })] }"),
					ConfigStateChecks: []statecheck.StateCheck{acctest.Echoed(func(data map[string]any) {
						got, err := json.Marshal(data["tokens"])
						if err != nil {
							t.Fatal(err)
						}
						want := `[
  {"external_account_id":true,"provider_user_id":"g-1","token":"ya29.first","token_secret":"secret.first","id_token":"id.first",
   "scopes":["calendar","email"],"expires_at":"2026-01-01T00:00:00Z","label":"work","public_metadata":"{\"tier\":1}"},
  {"external_account_id":true,"provider_user_id":"g-2","token":"ya29.second","token_secret":"","id_token":"",
   "scopes":[],"expires_at":"2026-01-01T00:00:00.123Z","label":"","public_metadata":"{}"},
  {"external_account_id":true,"provider_user_id":"g-3","token":"ya29.third","token_secret":"","id_token":"",
   "scopes":[],"expires_at":null,"label":"","public_metadata":"{}"}]`
						if !tf.SameJSON(string(got), want) {
							t.Errorf("the tokens are %s, expected %s", got, want)
						}
					})},
				},
			)
		})
	}
}

func TestAccReadsAllPagesOfOAuthAccessTokens(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t)
	var many []map[string]any
	for n := range 511 {
		many = append(many, map[string]any{"token": fmt.Sprint("ya29.", n), "provider_user_id": fmt.Sprint("g-", n)})
	}
	i.RunEchoing(
		resource.TestStep{Config: adaAlone},
		resource.TestStep{
			PreConfig: grant(i, many...),
			Config:    adaAlone + oauthTokens("google") + acctest.Echo("{ count = length(distinct(ephemeral.clerk_oauth_access_token.ada.tokens[*].token)) }"),
			ConfigStateChecks: []statecheck.StateCheck{acctest.Echoed(func(data map[string]any) {
				if fmt.Sprint(data["count"]) != "511" {
					t.Errorf("there are %v tokens", data["count"])
				}
			})},
		},
	)
}

func TestAccReadsNoOAuthAccessTokensOfAUserWithoutAnAccount(t *testing.T) {
	t.Parallel()
	acctest.Simulated(t).RunEchoing(resource.TestStep{
		Config: adaAlone + oauthTokens("github") + acctest.Echo("{ none = ephemeral.clerk_oauth_access_token.ada.tokens == [] || length(ephemeral.clerk_oauth_access_token.ada.tokens) == 0 }"),
		ConfigStateChecks: []statecheck.StateCheck{acctest.Echoed(func(data map[string]any) {
			if data["none"] != true {
				t.Error("there are tokens")
			}
		})},
	})
}

func TestAccSaysWhichArgumentOfOAuthAccessTokensIsAtFault(t *testing.T) {
	t.Parallel()
	acctest.Simulated(t).RunEchoing(
		resource.TestStep{
			Config:      adaAlone + oauthTokens("myspace") + acctest.Echo("ephemeral.clerk_oauth_access_token.ada"),
			ExpectError: acctest.Words("Could not read the OAuth access tokens of user", `provider_name = "myspace"`, "404", "oauth_token_provider_not_enabled", "Turn the provider on"),
		},
		resource.TestStep{
			Config:      acctest.Replace(t, adaAlone+oauthTokens("google"), "clerk_user.ada.id", `"user_nobody"`) + acctest.Echo("ephemeral.clerk_oauth_access_token.ada"),
			ExpectError: acctest.Words("Could not read the OAuth access tokens of user", `"user_nobody"`, "404"),
		},
	)
}
