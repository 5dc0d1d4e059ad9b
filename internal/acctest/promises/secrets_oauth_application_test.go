package promises_test

import (
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// oauthSecretive makes and rotates the secrets of two applications: one that is stored nowhere, and one that is kept.
const oauthSecretive = `
resource "clerk_oauth_application" "docs" {
  name                  = "docs ${var.generation}"
  client_secret_version = var.generation
}

resource "clerk_oauth_application" "kept" {
  name                  = "kept ${var.generation}"
  keep_client_secret    = true
  client_secret_version = var.generation
}
`

// keptSecrets are those that are documented as stored, in plans and states alone.
var keptSecrets = map[string]bool{"private": true, "kept_client_secret_1": true, "kept_client_secret_2": true, "kept_api_key_1": true, "kept_api_key_2": true}

// readOAuthSecrets adds the client secrets of a generation, which the local Clerk has made up.
func readOAuthSecrets(t *testing.T, sim *clerksim.Server, secrets map[string]string, generation string) {
	t.Helper()
	for name, key := range map[string]string{"docs ": "client_secret_", "kept ": "kept_client_secret_"} {
		a, err := acctest.Client(t, sim).OAuthApplications.Find(t.Context(), name+generation)
		if err != nil {
			t.Fatal(err)
		}
		if secrets[key+generation] = sim.ClientSecret(a.ID); secrets[key+generation] == "" || secrets[key+"1"] == secrets[key+"2"] {
			t.Errorf("the secrets of %s are %q and %q", name, secrets[key+"1"], secrets[key+"2"])
		}
	}
}
