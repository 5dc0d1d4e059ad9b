package user_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

func oauthTokens(provider string) string {
	return `
ephemeral "clerk_oauth_access_token" "ada" {
  user_id       = clerk_user.ada.id
  provider_name = "` + provider + `"
}
`
}

// grant gives Ada tokens at Google, which the API cannot do.
func grant(i *acctest.Instance, tokens ...map[string]any) {
	id := i.User("ada@example.com").ID
	for _, token := range tokens {
		token["user_id"], token["provider"] = id, "oauth_google"
	}
	i.Post("/_sim/seed", map[string]any{"oauth_access_tokens": tokens})
}

// tokensOf are the tokens that the user Ada has at a provider.
func tokensOf(i *acctest.Instance, t *testing.T, provider string) (tokens []any) {
	t.Helper()
	i.Open(acctest.Replace(t, oauthTokens(provider), "clerk_user.ada.id", `"`+i.User("ada@example.com").ID+`"`), func(given map[string]any) {
		tokens, _ = given["tokens"].([]any)
	})
	return tokens
}

func TestReadsOAuthAccessTokensWithTheProvidersNameInEitherForm(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	createAda(t, i)
	grant(i,
		map[string]any{
			"token": "ya29.first", "provider_user_id": "g-1", "scopes": []string{"email", "calendar"}, "expires_at": 1767225600,
			"label": "work", "id_token": "id.first", "token_secret": "secret.first", "public_metadata": map[string]any{"tier": 1},
		},
		map[string]any{"token": "ya29.second", "provider_user_id": "g-2", "expires_at": 1767225600123},
		map[string]any{"token": "ya29.third", "provider_user_id": "g-3"},
	)
	for _, name := range []string{"google", "oauth_google"} {
		tokens := tokensOf(i, t, name)
		for _, token := range tokens {
			account, ok := token.(map[string]any)
			if id, _ := account["external_account_id"].(string); !ok || !strings.HasPrefix(id, "eac_") {
				t.Errorf("%v has no external account", token)
			}
			delete(account, "external_account_id")
		}
		got, err := json.Marshal(tokens)
		if err != nil {
			t.Fatal(err)
		}
		want := `[
  {"provider_user_id":"g-1","token":"ya29.first","token_secret":"secret.first","id_token":"id.first",
   "scopes":["calendar","email"],"expires_at":"2026-01-01T00:00:00Z","label":"work","public_metadata":"{\"tier\":1}"},
  {"provider_user_id":"g-2","token":"ya29.second","token_secret":"","id_token":"",
   "scopes":[],"expires_at":"2026-01-01T00:00:00.123Z","label":"","public_metadata":"{}"},
  {"provider_user_id":"g-3","token":"ya29.third","token_secret":"","id_token":"",
   "scopes":[],"expires_at":null,"label":"","public_metadata":"{}"}]`
		if !attr.SameJSON(string(got), want) {
			t.Errorf("with %s the tokens are %s, expected %s", name, got, want)
		}
	}
}

func TestReadsAllPagesOfOAuthAccessTokens(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	createAda(t, i)
	var many []map[string]any
	for n := range 511 {
		many = append(many, map[string]any{"token": fmt.Sprint("ya29.", n), "provider_user_id": fmt.Sprint("g-", n)})
	}
	grant(i, many...)
	if n := len(tokensOf(i, t, "google")); n != 511 {
		t.Errorf("there are %d tokens", n)
	}
}

func TestReadsNoOAuthAccessTokensOfAUserWithoutAnAccount(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	createAda(t, i)
	if tokens := tokensOf(i, t, "github"); len(tokens) != 0 {
		t.Errorf("there are %v", tokens)
	}
}

func TestSaysWhichArgumentOfOAuthAccessTokensIsAtFault(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	user := createAda(t, i).ID
	i.ExpectError(acctest.Replace(t, oauthTokens("myspace"), "clerk_user.ada.id", `"`+user+`"`),
		"Could not read the OAuth access tokens of user", `provider_name = "myspace"`, "404", "oauth_token_provider_not_enabled", "Turn the provider on")
	i.ExpectError(acctest.Replace(t, oauthTokens("google"), "clerk_user.ada.id", `"user_nobody"`),
		"Could not read the OAuth access tokens of user", `"user_nobody"`, "404")
}
