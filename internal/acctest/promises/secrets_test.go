package promises_test

import (
	"archive/zip"
	"encoding/base64"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/crypto/bcrypt"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

const secretive = `
variable "password" { ephemeral = true }
variable "digest" { ephemeral = true }
variable "totp" { ephemeral = true }
variable "code" { ephemeral = true }
variable "key" { ephemeral = true }
variable "private_wo" { ephemeral = true }
variable "private" { sensitive = true }
variable "generation" { default = 1 }

provider "clerk" {
  max_retries = 4
}

resource "clerk_user" "ada" {
  email_addresses         = ["ada@example.com"]
  first_name              = "Ada ${var.generation}"
  password_wo             = var.password
  password_wo_version     = var.generation
  totp_secret_wo          = var.totp
  totp_secret_wo_version  = var.generation
  backup_codes_wo         = [var.code]
  backup_codes_wo_version = var.generation
  private_metadata        = jsonencode({ stored = var.private })
}

resource "clerk_user" "grace" {
  email_addresses             = ["grace@example.com"]
  password_digest_wo          = var.digest
  password_digest_wo_version  = var.generation
  password_hasher             = "bcrypt"
  private_metadata_wo         = jsonencode({ never_stored = var.private_wo })
  private_metadata_wo_version = var.generation
}

resource "clerk_user_metadata" "grace" {
  user_id          = clerk_user.grace.id
  private_metadata = jsonencode({ kept = var.private })
}

resource "clerk_organization" "acme" {
  name                        = "Acme ${var.generation}"
  slug                        = "acme"
  private_metadata_wo         = jsonencode({ never_stored = var.private_wo })
  private_metadata_wo_version = var.generation
}

resource "clerk_organization" "globex" {
  name             = "Globex ${var.generation}"
  slug             = "globex"
  private_metadata = jsonencode({ stored = var.private })
}

resource "clerk_organization_membership" "ada" {
  organization_id             = clerk_organization.acme.id
  user_id                     = clerk_user.ada.id
  role                        = "org:member"
  private_metadata_wo         = jsonencode({ never_stored = var.private_wo })
  private_metadata_wo_version = var.generation
}

resource "clerk_organization_membership" "grace" {
  organization_id  = clerk_organization.acme.id
  user_id          = clerk_user.grace.id
  role             = "org:member"
  public_metadata  = jsonencode({ generation = var.generation })
  private_metadata = jsonencode({ stored = var.private })
}

resource "clerk_jwt_template" "api" {
  name                   = "api"
  claims                 = jsonencode({ aud = "api" })
  custom_signing_key     = true
  signing_algorithm      = "HS256"
  signing_key_wo         = var.key
  signing_key_wo_version = var.generation
}

ephemeral "clerk_session" "ada" {
  user_id = clerk_user.ada.id
}

ephemeral "clerk_session_token" "ada" {
  session_id = ephemeral.clerk_session.ada.id
  template   = clerk_jwt_template.api.name
}

ephemeral "clerk_password_verification" "ada" {
  user_id  = clerk_user.ada.id
  password = var.password
}

ephemeral "clerk_sign_in_token" "ada" {
  user_id = clerk_user.ada.id
}

ephemeral "clerk_actor_token" "ada" {
  user_id = clerk_user.ada.id
  actor   = jsonencode({ sub = clerk_user.grace.id })
}

ephemeral "clerk_testing_token" "this" {}

ephemeral "clerk_svix_url" "this" {}
` + machineSecretive + oauthSecretive + enterpriseSecretive + linkSecretive + invited

// granted is read once the user has a token at the provider.
const granted = `
ephemeral "clerk_oauth_access_token" "ada" {
  user_id       = clerk_user.ada.id
  provider_name = "google"
}
`

// Secrets reach the configuration through the environment, into ephemeral
// variables: a literal would stand in the plan's own copy of the configuration.
func TestAccNoSecretReachesAPlanAStateFileOrALog(t *testing.T) {
	t.Parallel()
	digest, err := bcrypt.GenerateFromPassword([]byte("marker of the digest"), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	secrets := map[string]string{
		"client_secret": "marker-of-the-secret-of-a-client",
		"password":      "marker/of the=password+1", "totp": "MARKEROFTHETOTPSECRETAAAAAAAAAA2", "code": "marker-of-a-backup-code",
		"key": "marker-of-a-signing-key-marker-of-a-signing-key-marker-of-a-sign", "private_wo": "marker of private metadata never stored",
		"private": "marker of private metadata stored", "digest": string(digest),
	}
	const secretKey = "sk_test_markerofthesecretkeymarkerofthesecretkey"
	sim := acctest.Start(t, func(o *clerksim.Options) { o.SecretKey = secretKey })
	log := filepath.Join(t.TempDir(), "trace.log")
	env := []string{"CLERK_API_URL=" + sim.URL(), "CLERK_SECRET_KEY=" + secretKey, "TF_LOG=TRACE", "TF_LOG_PATH=" + log}
	for name, value := range secrets {
		env = append(env, "TF_VAR_"+name+"="+value)
	}
	c := acctest.NewCLI(t, secretive, env...)

	var terminal strings.Builder
	run := func(want int, args ...string) string {
		out, code := c.Run(args...)
		if args[0] != "show" {
			terminal.WriteString(out)
		}
		if code != want {
			t.Fatalf("%s exits with %d:\n%s", strings.Join(args, " "), code, out)
		}
		return out
	}
	plans := []string{}
	plan := func(generation string) {
		file := "plan-" + generation
		run(0, "plan", "-out="+file, "-var=generation="+generation)
		plans = append(plans, unzipped(t, filepath.Join(c.Dir, file)), run(0, "show", "-json", file))
	}
	for _, operation := range []string{"POST /users", "POST /jwt_templates"} {
		sim.PlaceFault(clerksim.Fault{Operation: operation, Kind: "429", Times: 1})
	}
	if err := acctest.Client(t, sim).SvixApp.Create(t.Context()); err != nil {
		t.Fatal(err)
	}
	plan("1")
	run(0, "apply", "-auto-approve")
	secrets["oauth"] = "marker-of-an-oauth-access-token"
	ada, err := rest.Collect(acctest.Client(t, sim).Users.List(t.Context(), clerk.UserFilter{EmailAddresses: []string{"ada@example.com"}}))
	if err != nil || len(ada) != 1 {
		t.Fatal(ada, err)
	}
	seed := `{"external_accounts":[{"user_id":"` + ada[0].ID + `","provider":"oauth_google","provider_user_id":"1","email_address":"ada@example.com"}],
		"oauth_access_tokens":[{"user_id":"` + ada[0].ID + `","provider":"oauth_google","token":"` + secrets["oauth"] + `","scopes":["email"]}]}`
	res, err := http.Post(sim.URL()+"/_sim/seed", "application/json", strings.NewReader(seed))
	if err != nil || res.StatusCode >= 300 {
		t.Fatal(res, err)
	}
	_ = res.Body.Close()
	readMachineSecrets(t, sim, secrets)
	readOAuthSecrets(t, sim, secrets, "1")
	readDirectorySecrets(t, sim, secrets, "1")
	c.Write(acctest.Header + secretive + granted)
	plan("2")
	if err := sim.Switch("breached_passwords", true); err != nil {
		t.Fatal(err)
	}
	// The key of the machine waits for it.
	failing := []string{"clerk_machine", "clerk_oauth_application", "clerk_enterprise_connection", "clerk_directory", "clerk_jwt_template"}
	for _, operation := range []string{"PATCH /machines/{machine_id}", "PATCH /oauth_applications/{oauth_application_id}", "PATCH /enterprise_connections/{enterprise_connection_id}", "PATCH /directories/{directory_id}", "PATCH /jwt_templates/{template_id}"} {
		sim.PlaceFault(clerksim.Fault{Operation: operation, Kind: "404", Times: 5})
	}
	out := run(1, "apply", "-auto-approve", "-var=generation=2")
	if !acctest.Words("password_wo", "form_password_pwned").MatchString(out) {
		t.Errorf("the apply failed otherwise:\n%s", out)
	}
	for _, typ := range failing {
		if !strings.Contains(out, "with "+typ+".") {
			t.Errorf("no %s failed, so nothing is shown of its errors:\n%s", typ, out)
		}
	}
	sim.ForgetFaults()
	if err := sim.Switch("breached_passwords", false); err != nil {
		t.Fatal(err)
	}
	if acctest.Has(t, acctest.Actions) { // Terraform: OpenTofu opens only what something uses
		for operation, typ := range map[string]string{
			"GET /machines/{machine_id}/secret_key": "clerk_machine_secret_key", "GET /api_keys/{apiKeyID}/secret": "clerk_api_key_secret", "POST /m2m_tokens": "clerk_m2m_token",
			"POST /admin_portal_link_tokens": "clerk_admin_portal_link_token", "POST /agents/tasks": "clerk_agent_task",
		} {
			sim.PlaceFault(clerksim.Fault{Operation: operation, Kind: "404", Times: 5})
			if out := run(1, "plan", "-var=generation=2"); !strings.Contains(out, "with ephemeral."+typ+".") {
				t.Errorf("no %s failed, so nothing is shown of its errors:\n%s", typ, out)
			}
			sim.ForgetFaults()
		}
	}
	// An API key waits for its machine.
	sim.PlaceFault(clerksim.Fault{Operation: "PATCH /api_keys/{apiKeyID}", Kind: "404", Times: 5})
	if out := run(1, "apply", "-auto-approve", "-var=generation=2"); !strings.Contains(out, "with clerk_api_key.") {
		t.Errorf("no clerk_api_key failed, so nothing is shown of its errors:\n%s", out)
	}
	sim.ForgetFaults()
	for _, operation := range []string{"PATCH /users/{user_id}", "PUT /users/{user_id}/metadata", "GET /users/{user_id}", "PATCH /jwt_templates/{template_id}", "PATCH /machines/{machine_id}", "PATCH /api_keys/{apiKeyID}", "PATCH /oauth_applications/{oauth_application_id}", "PATCH /enterprise_connections/{enterprise_connection_id}", "PATCH /directories/{directory_id}", "GET /machines/{machine_id}/secret_key", "PUT /organizations/{organization_id}/metadata", "PATCH /organizations/{organization_id}/memberships/{user_id}/metadata"} {
		sim.PlaceFault(clerksim.Fault{Operation: operation, Kind: "502", Times: 1})
		sim.PlaceFault(clerksim.Fault{Operation: operation, Kind: "lost", Times: 1})
	}
	run(0, "apply", "-auto-approve", "-var=generation=2")
	if acctest.Has(t, acctest.Actions) {
		c.Write(acctest.Header + secretive + granted + rotating)
		run(0, "apply", "-auto-approve", "-var=generation=2", "-invoke=action.clerk_machine_rotate_secret_key.worker")
		c.Write(acctest.Header + secretive + granted)
		secrets["machine_key_1"] = secrets["machine_key"]
		worker, err := acctest.Client(t, sim).Machines.Find(t.Context(), "worker 2")
		if err != nil {
			t.Fatal(err)
		}
		key, err := acctest.Client(t, sim).Machines.SecretKey(t.Context(), worker.ID)
		if secrets["machine_key"] = key.Secret; err != nil || key.Secret == secrets["machine_key_1"] {
			t.Errorf("the machine's key is not another one: %v", err)
		}
	}
	readOAuthSecrets(t, sim, secrets, "2")
	readDirectorySecrets(t, sim, secrets, "2")
	run(0, "state", "rm", "clerk_user.ada")
	run(0, "import", "-var=generation=2", "clerk_user.ada", "email:ada@example.com")
	run(0, "state", "rm", "clerk_machine.worker", "clerk_api_key.worker")
	run(0, "import", "-var=generation=2", "clerk_machine.worker", "worker 2")
	run(0, "import", "-var=generation=2", "clerk_api_key.worker", secrets["api_key_id"])
	delete(secrets, "api_key_id") // which is no secret
	run(0, "state", "rm", "clerk_oauth_application.docs")
	run(0, "import", "-var=generation=2", "clerk_oauth_application.docs", "docs 2")
	run(0, "state", "rm", "clerk_enterprise_connection.acme", "clerk_directory.acme")
	run(0, "import", "-var=generation=2", "clerk_enterprise_connection.acme", "acme 2")
	run(0, "import", "-var=generation=2", "clerk_directory.acme", "acme 2")
	run(0, "apply", "-refresh-only", "-auto-approve", "-var=generation=2")
	exported := exports(t, sim, c, &terminal)
	states := acctest.ReadFile(t, filepath.Join(c.Dir, "terraform.tfstate")) + acctest.ReadFile(t, filepath.Join(c.Dir, "terraform.tfstate.backup"))
	run(0, "destroy", "-auto-approve", "-var=generation=2")
	states += acctest.ReadFile(t, filepath.Join(c.Dir, "terraform.tfstate")) + acctest.ReadFile(t, filepath.Join(c.Dir, "terraform.tfstate.backup"))

	secrets["secret_key"] = secretKey
	trace := acctest.ReadFile(t, log)
	if !strings.Contains(trace, "Clerk API bodies") {
		t.Fatal("the log has no entry of the provider's, so nothing is shown")
	}
	crash, _ := filepath.Glob(filepath.Join(c.Dir, "crash*"))
	if len(crash) > 0 {
		t.Errorf("there is crash output: %v", crash)
	}
	places := map[string]string{
		"the log": trace, "the terminal": terminal.String(), "a state file": states, "a plan": strings.Join(plans, "\n"), "an export": exported,
	}
	for place, text := range places {
		for name, secret := range secrets {
			if keptSecrets[name] && (place == "a state file" || place == "a plan") {
				continue // documented as stored
			}
			for _, form := range forms(secret) {
				if i := strings.Index(text, form); i >= 0 {
					t.Errorf("%s contains the secret %s as %q: …%s…", place, name, form, text[max(0, i-200):min(len(text), i+100)])
				}
			}
		}
	}
	for place, text := range places {
		for name := range keptSecrets {
			text = strings.ReplaceAll(text, secrets[name], "")
		}
		if token := regexp.MustCompile(`eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}|\b(mk|ak|mt|aplt)_[a-z0-9]{42}\b|svix\.com/login|tickets/accept`).FindString(text); token != "" {
			t.Errorf("%s contains the token %s", place, token)
		}
	}
	for _, operation := range []string{"GET /users/{user_id}/oauth_access_tokens/{provider}", "POST /webhooks/svix_url", "GET /machines/{machine_id}/secret_key", "POST /m2m_tokens", "POST /agents/tasks", "POST /admin_portal_link_tokens", "POST /oauth_applications/{oauth_application_id}/rotate_secret"} {
		if sim.Stats().ByOperation[operation] == 0 {
			t.Errorf("%s was never sent, so nothing is shown of what it answers", operation)
		}
	}
	if !strings.Contains(states, secrets["private"]) || !strings.Contains(states, secrets["kept_client_secret_2"]) || !strings.Contains(states, secrets["kept_api_key_2"]) {
		t.Error("the state lacks private_metadata, or a secret that is kept, which are documented as stored, so the search finds nothing")
	}
}

// forms are the forms in which a secret could stand somewhere: in clear,
// URL-encoded, quoted, and in base 64 at each of the three alignments.
func forms(secret string) []string {
	out := []string{secret, url.QueryEscape(secret), url.PathEscape(secret)}
	for shift := range 3 {
		encoded := base64.StdEncoding.EncodeToString(append(make([]byte, shift), secret...))
		// The first and the last group depend on what stands beside them.
		out = append(out, encoded[4:len(encoded)-4])
	}
	return out
}

// unzipped is a plan file, which is an archive.
func unzipped(t *testing.T, path string) string {
	t.Helper()
	archive, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = archive.Close() }()
	var out strings.Builder
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&out, r); err != nil {
			t.Fatal(err)
		}
		_ = r.Close()
	}
	return out.String()
}
