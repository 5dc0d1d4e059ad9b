package promises_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
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
		d, err := acctest.Client(t, sim).Directories.Find(t.Context(), name+generation)
		if err != nil {
			t.Fatal(err)
		}
		if secrets[key+generation] = sim.APIKey(d.ID); secrets[key+generation] == "" || secrets[key+"1"] == secrets[key+"2"] {
			t.Errorf("the keys of %s are %q and %q", name, secrets[key+"1"], secrets[key+"2"])
		}
	}
}

// exports is the configuration that the export and, where the CLI has it, terraform query write of everything. What they print goes to
// the terminal.
func exports(t *testing.T, sim *clerksim.Server, c *acctest.CLI, terminal *strings.Builder) string {
	t.Helper()
	out, code := c.Shell("terraform-provider-clerk export --out exported --types all")
	terminal.WriteString(out)
	if code != 0 {
		t.Fatalf("the export exits with %d:\n%s", code, out)
	}
	files, err := filepath.Glob(filepath.Join(c.Dir, "exported", "*.tf"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	var all strings.Builder
	for _, file := range files {
		all.WriteString(acctest.ReadFile(t, file))
	}
	for _, typ := range []string{"clerk_user", "clerk_machine", "clerk_api_key", "clerk_oauth_application", "clerk_enterprise_connection", "clerk_directory", "clerk_invitation", "clerk_organization_invitation", "clerk_organization_membership"} {
		if !strings.Contains(all.String(), `resource "`+typ+`"`) {
			t.Errorf("the export has no %s, so nothing is shown of it", typ)
		}
	}
	if acctest.Has(t, acctest.Query) {
		worker, err := acctest.Client(t, sim).Machines.Find(t.Context(), "worker 2")
		if err != nil {
			t.Fatal(err)
		}
		lists := ""
		for _, typ := range exportable(t, sim) {
			config := ""
			if typ == "clerk_api_key" {
				config = "  config {\n    subject = \"" + worker.ID + "\"\n  }\n"
			}
			lists += "list \"" + typ + "\" \"all\" {\n  provider         = clerk\n  include_resource = true\n" + config + "}\n"
		}
		file := filepath.Join(c.Dir, "secrets.tfquery.hcl")
		if err := os.WriteFile(file, []byte(lists), 0o600); err != nil {
			t.Fatal(err)
		}
		out, code := c.Run("query", "-json", "-generate-config-out=generated.tf", "-var=generation=2")
		if code != 0 {
			t.Fatalf("the query exits with %d:\n%s", code, out)
		}
		all.WriteString(out + acctest.ReadFile(t, filepath.Join(c.Dir, "generated.tf")))
		for _, written := range []string{file, filepath.Join(c.Dir, "generated.tf")} {
			if err := os.Remove(written); err != nil {
				t.Fatal(err)
			}
		}
	}
	return all.String()
}
