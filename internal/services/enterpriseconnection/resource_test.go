package enterpriseconnection_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

const (
	address = "clerk_enterprise_connection.acme"
	creates = "POST /enterprise_connections"
	patches = "PATCH /enterprise_connections/{enterprise_connection_id}"
	deletes = "DELETE /enterprise_connections/{enterprise_connection_id}"
	secret  = "the secret of the client"
)

// by is a connection to a kind of identity provider.
func by(provider string, lines ...string) string {
	return fmt.Sprintf("resource \"clerk_enterprise_connection\" \"acme\" {\n  name = \"Acme\"\n  identity_provider = %q\n  domains = [\"acme.example.com\", \"acme.example.org\"]\n  %s\n}\n", provider, strings.Join(lines, "\n  "))
}

// held is the only connection that Clerk has.
func held(t *testing.T, i *acctest.Instance) clerk.EnterpriseConnection {
	t.Helper()
	all, err := rest.Collect(i.Clerk.EnterpriseConnections.List(t.Context(), clerk.EnterpriseConnectionFilter{}))
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	return all[0]
}

// bodies are what Clerk was sent of an operation.
func bodies(i *acctest.Instance, operation string) (all []string) {
	for _, r := range i.Sim.Requests() {
		if r.Operation == operation {
			all = append(all, r.Body)
		}
	}
	return all
}

func TestTheKindOfProviderSaysWhichObjectThereIs(t *testing.T) {
	t.Parallel()
	for config, words := range map[string][]string{
		by("saml_okta", `oidc = { client_id = "c" }`):                                            {"Not for this kind of identity provider", "oidc =", "saml in its place"},
		by("oidc_gitlab", `saml = { force_authn = true }`):                                       {"Not for this kind of identity provider", "saml =", "oidc in its place"},
		by("oidc_custom", `oidc = { client_id = "c" }`, `saml = { force_authn = true }`):         {"Not for this kind of identity provider", "saml ="},
		by("saml_custom", "active = true"):                                                       {"cannot be enabled yet", "active = true", "idp_metadata_url"},
		by("saml_custom", "active = true", `saml = { idp_sso_url = "https://idp.example.com" }`): {"cannot be enabled yet", "active = true"},
		by("oidc_custom", `oidc = { client_id = "c" }`):                                          {"client without a secret", "oidc =", "requires_pkce"},
		by("oidc_custom", `oidc = { client_id = "c", client_secret_wo = "s" }`):                  {"client_secret_wo_version"},
		by("saml_custom", `saml = { login_hint = { mode = "custom_attribute" } }`):               {"A key is missing", "saml =", "source"},
		by("saml_custom", `saml = { login_hint = { mode = "off", source = "x" } }`):              {"nobody uses", "saml =", "source"},
		by("saml_custom", `saml = { idp_sso_url = "idp.example.com" }`):                          {"idp_sso_url", "https://"},
		by("ldap"): {"identity_provider"},
		strings.Replace(by("saml_okta"), "acme.example.com", "Acme.example.com", 1):           {"domains", "lower case"},
		strings.Replace(by("saml_okta"), `["acme.example.com", "acme.example.org"]`, "[]", 1): {"domains"},
		by("saml_okta", `custom_attributes = { team = { name = "" } }`):                       {"name"},
	} {
		acctest.InProcess(t).ExpectRefused(config, words...)
	}
}

// Each kind is made and changed with one request, and plans nothing after it.
func TestEachKindOfProviderIsMadeChangedAndImported(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"as_sent", "key"} {
		for _, provider := range []string{"saml_custom", "saml_okta", "saml_google", "saml_microsoft", "oidc_custom", "oidc_github_enterprise", "oidc_gitlab"} {
			t.Run(provider+" "+key, func(t *testing.T) {
				t.Parallel()
				i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{"enterprise_provider": key} })
				before, after := `saml = { idp_metadata_url = "https://idp.example.com/metadata" }`, `saml = { idp_metadata_url = "https://idp.example.com/metadata", force_authn = true }`
				object := "saml"
				if strings.HasPrefix(provider, "oidc") {
					before, after = `oidc = { discovery_url = "https://idp.example.com", requires_pkce = true }`, `oidc = { discovery_url = "https://idp.example.com", requires_pkce = true, token_url = "https://idp.example.com/token" }`
					object = "oidc"
				}
				i.Drive(
					acctest.Step{Config: by(provider, before), Writes: map[string]int{creates: 1}},
					acctest.Step{Config: by(provider, after), Plan: []string{address + ": update " + object}, Writes: map[string]int{patches: 1}},
					acctest.Step{Config: by(provider, after, "active = true"), Plan: []string{address + ": update active"}, Writes: map[string]int{patches: 1}},
					acctest.Step{Import: map[string]string{address: "Acme"}, Config: by(provider, after, "active = true"), Plan: acctest.Nothing},
				)
			})
		}
	}
}

const openID = `oidc = { client_id = "c", discovery_url = "https://idp.example.com", auth_url = "https://idp.example.com/auth", token_url = "https://idp.example.com/token", user_info_url = "https://idp.example.com/me", requires_pkce = true }`

// What an answer lacks inside of oidc stays as it is; what Clerk has otherwise there shows,
// and what it does not take is an error.
func TestWhatIsInsideOfOIDCIsComparedByItself(t *testing.T) {
	t.Parallel()
	config := by("oidc_custom", openID)
	for field, other := range map[string]string{
		"client_id": `"d"`, "discovery_url": `"https://other.example.com"`, "auth_url": `"https://other.example.com/auth"`, "token_url": `"https://other.example.com/token"`,
		"user_info_url": `"https://other.example.com/me"`, "requires_pkce": "", // a client without a secret cannot have it otherwise
	} {
		i := acctest.InProcess(t)
		lacking := func() {
			for _, operation := range []string{"GET /enterprise_connections", "GET /enterprise_connections/{enterprise_connection_id}"} {
				i.Sim.PlaceFault(clerksim.Fault{Operation: operation, Kind: "lacking", Field: "oauth_config." + field, Times: 100})
			}
		}
		differs := i.Outside(func(ctx context.Context, c *clerk.Client) error {
			status, answer, err := acctest.Aside(ctx, i.Sim, "PATCH", "/v1/enterprise_connections/"+held(t, i).ID, i.Sim.SecretKey(), fmt.Sprintf(`{"oidc":{%q:%s}}`, field, other))
			if status != 200 {
				t.Errorf("%d %s", status, answer)
			}
			return err
		})
		steps := []acctest.Step{{Config: config}, {Outside: lacking, Config: config, Plan: acctest.Nothing}}
		if other != "" {
			steps = append(steps, acctest.Step{Outside: func() { i.Sim.ForgetFaults(); differs() }, Config: config, Plan: []string{address + ": update oidc"}, Writes: map[string]int{patches: 1}})
		}
		i.Drive(steps...)
	}
}

// What is omitted inside of an object is left alone, and what Clerk derives is in the state.
func TestWhatIsOmittedInsideIsLeftAlone(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	outside := i.Outside(func(ctx context.Context, c *clerk.Client) error {
		_, err := c.EnterpriseConnections.Update(ctx, held(t, i).ID, clerk.UpdateEnterpriseConnectionParams{SAML: &clerk.SAMLParams{ForceAuthn: rest.Value(true), IDPSSOURL: rest.Value("https://idp.example.com/theirs")}})
		return err
	})
	const metadata = `"<EntityDescriptor entityID=\"https://idp.example.com/acme\"><IDPSSODescriptor><SingleSignOnService Location=\"https://idp.example.com/acme/sso\"/></IDPSSODescriptor></EntityDescriptor>"`
	i.Drive(
		acctest.Step{Config: by("saml_okta", `saml = { allow_subdomains = true }`), Check: func(s acctest.States) {
			saml := s[address].Value.GetAttr("saml")
			if !saml.GetAttr("force_authn").False() || !saml.GetAttr("idp_sso_url").IsNull() {
				t.Errorf("the state has %#v", saml)
			}
		}},
		acctest.Step{Outside: outside, Config: by("saml_okta", `saml = { allow_subdomains = true }`), Plan: acctest.Nothing},
		acctest.Step{Config: by("saml_okta", `saml = { allow_subdomains = false }`), Plan: []string{address + ": update saml"}, Check: func(acctest.States) {
			if all := bodies(i, patches); all[len(all)-1] != `{"saml":{"allow_subdomains":false}}` {
				t.Errorf("sent %v", all)
			}
			if s := held(t, i).SAML; !s.ForceAuthn || *s.IDPSSOURL != "https://idp.example.com/theirs" {
				t.Errorf("Clerk has %+v", s)
			}
		}},
		acctest.Step{Config: by("saml_okta", `saml = { idp_metadata = `+metadata+` }`), Plan: []string{address + ": update saml"}, Check: func(s acctest.States) {
			saml := s[address].Value.GetAttr("saml")
			if got := saml.GetAttr("idp_sso_url"); got.IsNull() || got.AsString() != "https://idp.example.com/acme/sso" {
				t.Errorf("the state has %#v", saml)
			}
		}},
		acctest.Step{Config: by("saml_okta", `saml = { idp_metadata = `+metadata+`, idp_sso_url = "" }`), Plan: []string{address + ": update saml"}},
		acctest.Step{Config: by("saml_okta"), Check: func(acctest.States) {
			if s := held(t, i).SAML; !s.ForceAuthn || *s.IDPEntityID != "https://idp.example.com/acme" {
				t.Errorf("Clerk has %+v", s)
			}
		}},
	)
}

// What Clerk never returns is kept as it was sent, and sent when it changes.
func TestWhatClerkNeverReturnsIsSentWhenItChanges(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	config := func(certificate, mail string) string {
		return by("saml_okta", fmt.Sprintf(`saml = { idp_certificate = %q, attribute_mapping = { email_address = %q } }`, certificate, mail))
	}
	i.Drive(
		acctest.Step{Config: config("a", "mail"), Writes: map[string]int{creates: 1}},
		acctest.Step{Config: config("b", "mail"), Plan: []string{address + ": update saml"}, Writes: map[string]int{patches: 1}},
		acctest.Step{Config: config("b", "email"), Plan: []string{address + ": update saml"}, Writes: map[string]int{patches: 1}},
		// An import does not bring it, so that it is sent once more.
		acctest.Step{Import: map[string]string{address: "Acme"}, Config: config("b", "email"), Plan: []string{address + ": update saml"}},
	)
	want := []string{`{"saml":{"idp_certificate":"b"}}`, `{"saml":{"attribute_mapping":{"email_address":"email"}}}`}
	if got := bodies(i, patches); len(got) != 3 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("sent %v", got)
	}
}

func TestTheClientSecretIsSentWithItsVersionAndStoredNowhere(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	config := func(version int, more string) string {
		return by("oidc_custom", fmt.Sprintf(`oidc = { client_id = "c", client_secret_wo = %q, client_secret_wo_version = %d%s }`, secret, version, more))
	}
	sent := func(want int) func(acctest.States) {
		return func(s acctest.States) {
			n := 0
			for _, body := range append(bodies(i, creates), bodies(i, patches)...) {
				n += strings.Count(body, secret)
			}
			if n != want || strings.Contains(s[address].String(), secret) {
				t.Errorf("the secret was sent %d times, and the state is %s", n, s[address])
			}
		}
	}
	i.Drive(
		acctest.Step{Config: config(1, ""), Check: sent(1)},
		acctest.Step{Config: config(1, `, token_url = "https://idp.example.com/token"`), Plan: []string{address + ": update oidc"}, Check: sent(1)},
		acctest.Step{Config: config(2, ""), Plan: []string{address + ": update oidc"}, Check: sent(2)},
	)
}

// What Clerk spells otherwise inside of an object is no drift.
func TestWhatClerkSpellsOtherwiseInsideIsNoDrift(t *testing.T) {
	t.Parallel()
	for object, config := range map[string]string{
		"saml": by("saml_okta", `saml = { idp_sso_url = "https://idp.example.com/acme" }`),
		"oidc": by("oidc_custom", openID),
	} {
		i := acctest.InProcess(t)
		if err := i.Sim.Spell(object, "upper"); err != nil {
			t.Fatal(err)
		}
		i.Drive(
			acctest.Step{Config: config, Warns: []string{"Clerk spells it otherwise", object, "HTTPS://IDP.EXAMPLE.COM"}},
			acctest.Step{Config: config, Plan: acctest.Nothing},
			acctest.Step{Config: strings.Replace(config, "Acme", "Globex", 1), Plan: []string{address + ": update name"}, Writes: map[string]int{patches: 1}},
		)
	}
}

// What Clerk ignores inside of an object is not taken for its spelling, whatever it takes
// beside it.
func TestWhatClerkIgnoresInsideIsAnError(t *testing.T) {
	t.Parallel()
	for field, config := range map[string]string{
		"saml.idp_sso_url": by("saml_okta", `saml = { idp_sso_url = "https://idp.example.com/1", idp_entity_id = "https://idp.example.com/entity/1" }`),
		"oidc.token_url":   by("oidc_custom", `oidc = { token_url = "https://idp.example.com/1", auth_url = "https://idp.example.com/auth/1", requires_pkce = true }`),
	} {
		i := acctest.InProcess(t)
		object, _, _ := strings.Cut(field, ".")
		changed := strings.ReplaceAll(config, "/1", "/2")
		ignore := func(rule string) func() {
			return func() {
				if err := i.Sim.Spell(field, rule); err != nil {
					t.Fatal(err)
				}
			}
		}
		i.Drive(
			acctest.Step{Config: config},
			acctest.Step{Outside: ignore("ignore"), Config: changed, Fails: []string{object, "Clerk answered without an error that it has", "https://idp.example.com/1"}},
			acctest.Step{Outside: ignore(""), Config: changed, Plan: []string{address + ": update " + object}},
		)
	}
}

func TestACreateThatFailsHalfWayIsUndone(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Sim.PlaceFault(clerksim.Fault{Operation: patches, Kind: "502", Times: 9})
	i.Drive(acctest.Step{
		Config: "provider \"clerk\" {\n  max_retries = 0\n}\n" + by("saml_okta", "sync_user_attributes = false"),
		Fails:  []string{`Could not create enterprise connection "Acme"`, "had been created", "It was deleted again."}, Writes: map[string]int{creates: 1, patches: 1, deletes: 1},
	})
	i.Drive(acctest.Step{Config: by("saml_okta", "disable_additional_identifications = false", "sync_user_attributes = true"), Writes: map[string]int{creates: 1}})
}

// A connection that is enabled takes the domains of organizations: the next plan shows that they are gone.
func TestAConnectionThatIsEnabledTakesDomainsOver(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	config := func(active bool) string {
		return `
resource "clerk_organization" "acme" {
  name = "Acme"
  slug = "acme"
}
resource "clerk_organization_domain" "acme" {
  organization_id = clerk_organization.acme.id
  name            = "acme.example.com"
  enrollment_mode = "automatic_invitation"
}
` + by("saml_okta", fmt.Sprintf("active = %t", active), "organization_id = clerk_organization.acme.id", `saml = { idp_metadata_url = "https://idp.example.com/metadata" }`)
	}
	i.Drive(
		acctest.Step{Config: config(false)},
		acctest.Step{Config: config(true), Plan: []string{address + ": update active"}, Unsettled: true},
		acctest.Step{Config: config(true), Plan: []string{"clerk_organization_domain.acme: create"}},
	)
}
