package provider_test

import (
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// enterpriseSecretive has a client secret, and the API keys of two directories: one that is stored nowhere, and one that is kept.
const enterpriseSecretive = `
variable "client_secret" {
  type      = string
  ephemeral = true
}

resource "clerk_enterprise_connection" "acme" {
  name              = "acme ${var.generation}"
  identity_provider = "oidc_custom"
  domains           = ["acme.example.com"]
  oidc = {
    client_id                = "clerk"
    client_secret_wo         = var.client_secret
    client_secret_wo_version = var.generation
  }
}

resource "clerk_directory" "acme" {
  enterprise_connection_id = clerk_enterprise_connection.acme.id
  identity_provider        = "okta"
  name                     = "acme ${var.generation}"
  api_key_version          = var.generation
}

resource "clerk_enterprise_connection" "globex" {
  name              = "globex"
  identity_provider = "saml_okta"
  domains           = ["globex.example.com"]
}

resource "clerk_directory" "kept" {
  enterprise_connection_id = clerk_enterprise_connection.globex.id
  identity_provider        = "okta"
  name                     = "kept ${var.generation}"
  keep_api_key             = true
  api_key_version          = var.generation
}
`

// readDirectorySecrets adds the API keys of a generation, which the local Clerk has made up.
func readDirectorySecrets(t *testing.T, sim *clerksim.Server, secrets map[string]string, generation string) {
	t.Helper()
	for name, key := range map[string]string{"acme ": "api_key_", "kept ": "kept_api_key_"} {
		d, err := client(t, sim).Directories.Find(t.Context(), name+generation)
		if err != nil {
			t.Fatal(err)
		}
		if secrets[key+generation] = sim.APIKey(d.ID); secrets[key+generation] == "" || secrets[key+"1"] == secrets[key+"2"] {
			t.Errorf("the keys of %s are %q and %q", name, secrets[key+"1"], secrets[key+"2"])
		}
	}
}
