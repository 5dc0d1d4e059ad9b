package promises_test

import (
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// machineSecretive reads what Clerk keeps of a machine and of an API key, and asks for tokens with it.
const machineSecretive = `
resource "clerk_machine" "worker" {
  name = "worker ${var.generation}"
}

resource "clerk_api_key" "worker" {
  subject     = clerk_machine.worker.id
  name        = "worker"
  description = "generation ${var.generation}"
}

ephemeral "clerk_machine_secret_key" "worker" {
  machine_id = clerk_machine.worker.id
}

ephemeral "clerk_api_key_secret" "worker" {
  api_key_id = clerk_api_key.worker.id
}

ephemeral "clerk_m2m_token" "opaque" {
  machine_secret_key = ephemeral.clerk_machine_secret_key.worker.secret_key
}

ephemeral "clerk_m2m_token" "jwt" {
  machine_secret_key = ephemeral.clerk_machine_secret_key.worker.secret_key
  token_format       = "jwt"
}
`

// invited have tickets in their addresses, which Clerk shows to whoever lists them.
const invited = `
resource "clerk_invitation" "alan" {
  email_address = "alan@example.com"
  notify        = false
}

resource "clerk_organization_invitation" "alan" {
  organization_id = clerk_organization.acme.id
  email_address   = "alan@example.com"
  role            = "org:member"
  notify          = false
}
`

// rotating gives the machine another key.
const rotating = `
action "clerk_machine_rotate_secret_key" "worker" {
  config {
    machine_id         = clerk_machine.worker.id
    previous_token_ttl = 60
  }
}
`

// linkSecretive asks for what opens the admin portal, and for what signs in an agent.
const linkSecretive = `
ephemeral "clerk_admin_portal_link_token" "acme" {
  organization_id = clerk_organization.acme.id
}

ephemeral "clerk_agent_task" "ada" {
  on_behalf_of     = { user_id = clerk_user.ada.id }
  agent_name       = "tests"
  task_description = "Look at the dashboard"
  redirect_url     = "https://example.com/dashboard"
}
`

// readMachineSecrets adds the secrets that the local Clerk has made up, and that nobody may see: those of the machine and of its key.
func readMachineSecrets(t *testing.T, sim *clerksim.Server, secrets map[string]string) {
	t.Helper()
	c := acctest.Client(t, sim)
	worker, err := c.Machines.Find(t.Context(), "worker 1")
	if err != nil {
		t.Fatal(err)
	}
	key, err := c.Machines.SecretKey(t.Context(), worker.ID)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := rest.Collect(c.APIKeys.List(t.Context(), clerk.APIKeyFilter{Subject: worker.ID}))
	if err != nil || len(keys) != 1 {
		t.Fatal(keys, err)
	}
	secrets["machine_key"], secrets["api_key_id"] = key.Secret, keys[0].ID
	if secrets["api_key"], err = c.APIKeys.Secret(t.Context(), keys[0].ID); err != nil {
		t.Fatal(err)
	}
}
