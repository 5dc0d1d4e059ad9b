package docs_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// attributes are what another provider stores of an object.
type attributes map[string]any

// storedElsewhere is a state file of other providers, with objects by their addresses.
func storedElsewhere(t *testing.T, objects map[string]attributes) []byte {
	t.Helper()
	host := "registry.terraform.io"
	if acctest.Has(t, acctest.StateEncryption) { // which is OpenTofu's
		host = "registry.opentofu.org"
	}
	var resources []any
	for address, values := range objects {
		mode := "managed"
		if what, isData := strings.CutPrefix(address, "data."); isData {
			mode, address = "data", what
		}
		typ, name, _ := strings.Cut(address, ".")
		provider := "vanillauys/clerk"
		if typ == "clerk_application" { // which that has not
			provider = "buildwithdeck/clerk"
		}
		resources = append(resources, map[string]any{
			"mode": mode, "type": typ, "name": name, "provider": fmt.Sprintf("provider[%q]", host+"/"+provider),
			"instances": []any{map[string]any{"schema_version": 0, "attributes": values, "sensitive_attributes": []any{}}},
		})
	}
	state, err := json.Marshal(map[string]any{
		"version": 4, "terraform_version": "1.11.4", "serial": 7, "lineage": "0b4a5a1e-7d5c-4c55-9b62-1a1d6f3f9f5e", "outputs": map[string]any{}, "resources": resources,
	})
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// ofAnotherProvider makes the objects of the guide, and says what vanillauys/clerk stores of them.
func ofAnotherProvider(t *testing.T, api *clerk.Client) map[string]attributes {
	t.Helper()
	ctx := t.Context()
	url := acctest.Present[clerk.RedirectURL](t)(api.RedirectURLs.Create(ctx, clerk.CreateRedirectURLParams{URL: "https://app.example.com/sso-callback"}))
	claims := `{"role":"{{user.public_metadata.role}}"}`
	template := acctest.Present[clerk.JWTTemplate](t)(api.JWTTemplates.Create(ctx, clerk.JWTTemplateParams{
		Name: "partner", Claims: json.RawMessage(claims), CustomSigningKey: rest.Value(true), SigningAlgorithm: rest.Value("HS256"), SigningKey: rest.Value(strings.Repeat("k", 64)),
	}))
	portal := acctest.Present[clerk.OAuthApplication](t)(api.OAuthApplications.Create(ctx, clerk.CreateOAuthApplicationParams{
		Name: "Partner portal", RedirectURIs: rest.Value([]string{"https://portal.example.com/callback"}), Scopes: rest.Value("profile email"),
	}))
	read := acctest.Present[clerk.OrganizationPermission](t)(api.OrganizationPermissions.Create(ctx, clerk.OrganizationPermissionParams{Name: rest.Value("Read invoices"), Key: rest.Value("org:invoices:read")}))
	billing := acctest.Present[clerk.OrganizationRole](t)(api.OrganizationRoles.Create(ctx, clerk.OrganizationRoleParams{
		Name: rest.Value("Billing"), Key: rest.Value("org:billing"), Permissions: rest.Value([]string{read.ID}),
	}))
	worker := acctest.Present[clerk.Machine](t)(api.Machines.Create(ctx, clerk.CreateMachineParams{Name: "worker"}))
	gateway := acctest.Present[clerk.Machine](t)(api.Machines.Create(ctx, clerk.CreateMachineParams{Name: "api"}))
	acctest.Present[clerk.MachineScope](t)(api.MachineScopes.Create(ctx, clerk.CreateMachineScopeParams{From: gateway.ID, To: worker.ID}))
	okta := acctest.Present[clerk.EnterpriseConnection](t)(api.EnterpriseConnections.Create(ctx, clerk.CreateEnterpriseConnectionParams{
		Name: "Okta", Provider: "saml_okta", Domains: []string{"acme.example.com"}, Active: rest.Value(true),
		SAML: &clerk.SAMLParams{IDPMetadataURL: rest.Value("https://idp.example.com/acme/metadata"), AllowSubdomains: rest.Value(true)},
	}))
	docs := acctest.Present[clerk.Domain](t)(api.Domains.Create(ctx, clerk.CreateDomainParams{Name: "docs.example.org", IsSatellite: true}))
	if err := api.SvixApp.Create(ctx); err != nil {
		t.Fatal(err)
	}
	instance := acctest.Present[rest.Instance](t)(api.Instance.Own(ctx))
	return map[string]attributes{
		"clerk_redirect_url.app":             {"id": url.ID, "url": url.URL},
		"clerk_jwt_template.partner":         {"id": template.ID, "name": "partner", "claims": claims, "lifetime": 60, "allowed_clock_skew": 5, "custom_signing_key": true, "signing_algorithm": "HS256", "signing_key": "secret_of_the_template"},
		"clerk_oauth_application.portal":     {"id": portal.ID, "name": portal.Name, "callback_url": "https://portal.example.com/callback", "scopes": "profile email", "public": false, "client_secret": "secret_of_the_portal"},
		"clerk_organization_permission.read": {"id": read.ID, "name": read.Name, "key": read.Key, "description": nil, "type": "user"},
		"clerk_organization_role.billing":    {"id": billing.ID, "name": billing.Name, "key": billing.Key, "permissions": []string{read.ID}, "is_creator_eligible": false},
		"clerk_machine.worker":               {"id": worker.ID, "name": "worker", "default_token_ttl": 3600, "scoped_machines": []string{}, "secret_key": "secret_of_the_worker"},
		"clerk_machine.api":                  {"id": gateway.ID, "name": "api", "default_token_ttl": 3600, "scoped_machines": []string{worker.ID}, "secret_key": "secret_of_the_api"},
		"clerk_webhook.this":                 {"id": instance.ID, "svix_url": "https://app.svix.com/login#key=secret_of_svix"},
		"clerk_saml_connection.okta": {
			"id": okta.SAML.ID, "name": okta.Name, "domain": "acme.example.com", "provider_key": "saml_okta", "active": true, "allow_subdomains": true, "allow_idp_initiated": false,
			"force_authn": false, "sync_user_attributes": okta.SyncUserAttributes, "idp_metadata_url": "https://idp.example.com/acme/metadata",
		},
		"data.clerk_domains.all":     {"id": "domains", "domains": []any{map[string]any{"id": docs.ID, "name": docs.Name, "cname_targets": "clerk.docs.example.org"}}},
		"clerk_application.main":     {"id": "app_1", "name": "Main", "logo": nil},
		"clerk_instance_domain.docs": {"id": docs.ID, "name": docs.Name, "is_satellite": true, "proxy_url": nil, "frontend_api_url": docs.FrontendAPIURL},
	}
}

func TestAccTheGuideComingFromAnotherProviderRuns(t *testing.T) {
	t.Parallel()
	sim := acctest.Start(t, func(o *clerksim.Options) { o.Environment = "production" })
	p, api := openOn(t, sim, "coming-from-another-provider", "TF_VAR_signing_key="+strings.Repeat("k", 64)), acctest.Client(t, sim)
	stored := storedElsewhere(t, ofAnotherProvider(t, api))
	if err := os.WriteFile(filepath.Join(p.Dir, "terraform.tfstate"), stored, 0o600); err != nil {
		t.Fatal(err)
	}
	before := len(sim.Requests())
	p.follow(0) // a copy
	p.follow(0) // what is let go of
	p.follow(0) // another provider
	p.follow(0) // the plan
	p.follow(0) // the apply
	writes := map[string]int{}
	for _, r := range sim.Requests()[before:] {
		if acctest.IsWrite(r) {
			writes[r.Operation]++
		}
	}
	if len(writes) != 1 || writes["PATCH /jwt_templates/{template_id}"] == 0 { // more than one where an answer is lost
		t.Errorf("Clerk was sent %v", writes)
	}
	if strings.Contains(p.state(), "secret_of") {
		t.Errorf("the state has secrets of the other provider:\n%s", p.state())
	}
	p.follow(0)
	left, err := filepath.Glob(filepath.Join(p.Dir, "*.tfstate*"))
	if err != nil || len(left) != 1 {
		t.Errorf("there are still %v: %v", left, err)
	}
	p.read()
}
