package conformance_test

import (
	"cmp"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"

	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// inherited are the objects of another Clerk provider: the same ones as in a configuration for this one, as its documentation says that it
// stores them.
type inherited struct {
	config string
	stored []acctest.Stored
}

func readInherited(t *testing.T, provider string) inherited {
	t.Helper()
	read := func(file string) []byte {
		text, err := os.ReadFile(filepath.Join("testdata", "foreign", file))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	var objects map[string]struct {
		From       string
		Attributes json.RawMessage
	}
	if err := json.Unmarshal(read(provider+".json"), &objects); err != nil {
		t.Fatal(err)
	}
	f := inherited{config: string(read(provider + ".tf"))}
	for address, o := range objects {
		f.stored = append(f.stored, acctest.Stored{Address: address, From: o.From, Attributes: string(o.Attributes)})
	}
	slices.SortFunc(f.stored, func(a, b acctest.Stored) int { return strings.Compare(a.Address, b.Address) })
	return f
}

func (f inherited) addresses() (all []string) {
	for _, one := range f.stored {
		all = append(all, one.Address)
	}
	return all
}

// types are those that the objects had, without the provider's name.
func (f inherited) types() (all []string) {
	for _, one := range f.stored {
		typ, _, _ := strings.Cut(one.Address, ".")
		all = append(all, strings.TrimPrefix(cmp.Or(one.From, typ), "clerk_"))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// knowsBySAML puts the id that Clerk gave the SAML connection in its place.
func (f inherited) knowsBySAML(t *testing.T, i *acctest.Instance, name string) {
	t.Helper()
	e, err := i.Clerk.EnterpriseConnections.Find(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	for n := range f.stored {
		f.stored[n].Attributes = strings.ReplaceAll(f.stored[n].Attributes, "samlc_okta", e.SAML.ID)
	}
}

// What another provider has stored is upgraded or moved, refreshed and planned. The guide 'Coming from another Clerk provider' explains
// each change that there is.
func TestTheStateOfAnotherProviderIsTakenOver(t *testing.T) {
	t.Parallel()
	for provider, test := range map[string]struct {
		connection string
		// plan has the secrets that are sent again, since the state has no version of them.
		plan []string
		// types are those of its documentation that this provider has, too, or that become one of its types.
		types string
	}{
		"vanillauys": {
			"Okta", []string{"clerk_jwt_template.api: update signing_key_wo_version"},
			`allowlist_identifier api_key blocklist_identifier domain instance_organization_settings instance_restrictions instance_settings jwt_template machine
			oauth_application organization organization_domain organization_membership organization_permission organization_role redirect_url saml_connection webhook`,
		},
		"buildwithdeck": {
			"Okta SSO", []string{"clerk_user.ada: update password_wo_version"},
			`allowlist_identifier api_key blocklist_identifier domain instance_domain jwt_template machine oauth_application organization organization_domain
			organization_membership organization_permission organization_role redirect_url role_set saml_connection svix_webhook user`,
		},
	} {
		t.Run(provider, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { // a difference is looked at twice, ten seconds apart
				f := readInherited(t, provider)
				if types := f.types(); !slices.Equal(types, strings.Fields(test.types)) {
					t.Errorf("there are states of the types %v, expected %s", types, test.types)
				}
				i := acctest.InProcess(t, func(o *clerksim.Options) { o.Environment = "production" })
				i.Drive(
					acctest.Step{Config: f.config, Check: func(acctest.States) { f.knowsBySAML(t, i, test.connection) }},
					acctest.Step{Forget: f.addresses(), Stored: f.stored, Config: f.config, Plan: test.plan, Check: func(states acctest.States) {
						for address, state := range states {
							if strings.Contains(state.String(), "secret_of") {
								t.Errorf("the state of %s has a secret: %s", address, state)
							}
						}
					}},
				)
			})
		})
	}
}

// one is an object of a configuration, which another provider has stored.
type one struct {
	config, address, attributes string
	outside                     func(context.Context, *clerk.Client) error
	plan                        []string
}

// These are the changes that the guide 'Coming from another Clerk provider' names, and one that it promises not to be.
func TestWhatTheOtherProviderDidNotCompareOrDidNotHaveShowsInThePlan(t *testing.T) {
	t.Parallel()
	const portal = `resource "clerk_oauth_application" "portal" {
  name   = "Portal"
  scopes = ["profile", "email"]
}`
	for title, test := range map[string]one{
		"scopes that Clerk has otherwise": {
			config: portal, address: "clerk_oauth_application.portal",
			attributes: `{"id":"${clerk_oauth_application.portal.id}","name":"Portal","scopes":"profile email","public":false,"client_secret":"secret"}`,
			outside: func(ctx context.Context, c *clerk.Client) error {
				a, err := c.OAuthApplications.Find(ctx, "Portal")
				if err == nil {
					_, err = c.OAuthApplications.Update(ctx, a.ID, clerk.UpdateOAuthApplicationParams{Scopes: rest.Value("email offline_access profile")})
				}
				return err
			},
			plan: []string{"clerk_oauth_application.portal: update scopes"},
		},
		"a setting that Clerk never returns": {
			config:     "resource \"clerk_instance_settings\" \"this\" {\n  hibp = true\n}",
			address:    "clerk_instance_settings.this",
			attributes: `{"id":"${clerk_instance_settings.this.id}","environment_type":"development","hibp":null,"allowed_origins":null}`,
			plan:       []string{"clerk_instance_settings.this: update hibp"},
		},
		"a password that is left out": {
			config:     "resource \"clerk_user\" \"ada\" {\n  email_addresses = [\"ada@example.com\"]\n}",
			address:    "clerk_user.ada",
			attributes: `{"id":"${clerk_user.ada.id}","email_addresses":["ada@example.com"],"password":"secret","created_at":"${clerk_user.ada.created_at}"}`,
			plan:       acctest.Nothing,
		},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				i := acctest.InProcess(t)
				outside := func() {}
				if test.outside != nil {
					outside = i.Outside(test.outside)
				}
				i.Drive(
					acctest.Step{Config: test.config},
					acctest.Step{
						Outside: outside, Forget: []string{test.address}, Stored: []acctest.Stored{{Address: test.address, Attributes: test.attributes}},
						Config: test.config, Plan: test.plan,
					},
				)
			})
		})
	}
}

// Version 0 was this provider's, too.
func TestAStateOfVersion0OfThisProviderComesOutAsItWas(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		i := acctest.InProcess(t)
		core := acctest.NewWorld(t, i.Sim).Core
		f := readInherited(t, "buildwithdeck")
		i.Drive(acctest.Step{
			Config: strings.Replace(f.config, "public        = false", "public        = false\n  keep_client_secret = true", 1),
			Check: func(states acctest.States) {
				if states.Get("clerk_oauth_application.app", "client_secret") == "null" {
					t.Error("the client secret is not kept")
				}
				for address, state := range states {
					typ := core.Type(strings.Split(address, ".")[0])
					attributes, err := ctyjson.Marshal(state.Value, state.Value.Type())
					if err != nil {
						t.Fatal(err)
					}
					w, err := core.Walk()
					if err != nil {
						t.Fatal(err)
					}
					read, err := w.Stored(typ, typ.Name, string(attributes))
					if err != nil || !read.Value.RawEquals(state.Value) {
						t.Errorf("%s becomes %v from %v: %v", address, read, state, err)
					}
				}
			},
		})
	})
}
