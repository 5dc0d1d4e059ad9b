package clerk_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// local is a local Clerk in made-up time.
type local struct {
	*clerksim.Server
	t *testing.T
}

// inMadeUpTime runs a test against a local Clerk, where waiting takes no time and
// is measured exactly.
func inMadeUpTime(t *testing.T, test func(*testing.T, *local), options ...func(*clerksim.Options)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		o := clerksim.Options{
			Contract:    os.Getenv("CLERK_OPENAPI_SPEC"),
			OnViolation: func(message string) { t.Error("against Clerk's contract: " + message) },
		}
		for _, option := range options {
			option(&o)
		}
		sim, err := clerksim.New(o)
		if err != nil {
			t.Fatal(err)
		}
		test(t, &local{sim, t})
	})
}

func lagging(lag time.Duration) func(*clerksim.Options) {
	return func(o *clerksim.Options) { o.Lag = lag }
}

// client speaks to the local Clerk.
func (l *local) client(options ...option) *clerk.Client {
	l.t.Helper()
	cfg := rest.Config{SecretKey: l.SecretKey(), Transport: l.Server}
	for _, o := range options {
		o(&cfg)
	}
	client, err := clerk.New(cfg)
	if err != nil {
		l.t.Fatal(err)
	}
	return client
}

// through is a network between the client and the local Clerk.
func (l *local) through(change func(*http.Response)) option {
	return func(c *rest.Config) {
		c.Transport = transport(func(r *http.Request) (*http.Response, error) {
			res, err := l.RoundTrip(r)
			if err == nil {
				change(res)
			}
			return res, err
		})
	}
}

// lose lets the next so many requests of an operation meet a fault.
func (l *local) lose(operation, kind string, times int) {
	l.PlaceFault(clerksim.Fault{Operation: operation, Kind: kind, Times: times})
}

// seed makes what the API cannot.
func (l *local) seed(body string) {
	l.t.Helper()
	w := httptest.NewRecorder()
	l.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/_sim/seed", strings.NewReader(body)))
	if w.Code != http.StatusOK {
		l.t.Fatal(w.Body)
	}
}

// made is a create that can be found again.
type made struct {
	operation string
	create    func(ctx context.Context, c *clerk.Client, owner string) (id string, err error)
	// held are the ids that Clerk has of what the create makes.
	held func(ctx context.Context, c *clerk.Client, owner string) ([]string, error)
	// first says that it is looked for in its user before it is repeated, and early is
	// the request that looks for it then.
	first bool
	early string
	// read says that it is found by a read of its key, or in the answer to the repetition, neither of which lags as lists do.
	read bool
}

func madeUser(p clerk.CreateUserParams) made {
	return made{
		operation: "POST /users",
		create: func(ctx context.Context, c *clerk.Client, _ string) (string, error) {
			u, err := c.Users.Create(ctx, p)
			if err != nil {
				return "", err
			}
			return u.ID, nil
		},
		held: func(ctx context.Context, c *clerk.Client, owner string) ([]string, error) {
			users, err := rest.Collect(c.Users.List(ctx, clerk.UserFilter{UserIDs: []string{"-" + owner}}))
			return idsOf(users, func(u clerk.User) string { return u.ID }), err
		},
	}
}

func madeListed(operation string, list func(*clerk.Client) *clerk.IdentifierList) made {
	return made{
		operation: operation,
		create: func(ctx context.Context, c *clerk.Client, _ string) (string, error) {
			got, err := list(c).Create(ctx, clerk.CreateListedIdentifierParams{Identifier: " Ada@example.com"})
			if err != nil {
				return "", err
			}
			return got.ID, nil
		},
		held: func(ctx context.Context, c *clerk.Client, _ string) ([]string, error) {
			all, err := rest.Collect(list(c).List(ctx))
			return idsOf(all, func(l clerk.ListedIdentifier) string { return l.ID }), err
		},
	}
}

func idsOf[T any](all []T, id func(T) string) []string {
	ids := []string{}
	for _, one := range all {
		ids = append(ids, id(one))
	}
	return ids
}

// full is a user with every field.
func full() clerk.CreateUserParams {
	return clerk.CreateUserParams{
		Account: clerk.Account{
			ExternalID: rest.Value("+42"), FirstName: rest.Value("Ada"), LastName: rest.Null[string](), Locale: rest.Value("en-GB"),
			Username: rest.Value("Countess"), Password: rest.Value("correct horse battery"), SkipPasswordChecks: rest.Value(true),
			TOTPSecret: rest.Value("JBSWY3DPEHPK3PXP"), BackupCodes: []string{"backup-code-1"},
			DeleteSelfEnabled: rest.Value(false), CreateOrganizationEnabled: rest.Value(false), CreateOrganizationsLimit: rest.Value(int64(2)),
			LegalAcceptedAt: rest.Value("2026-01-01T00:00:00.25Z"), SkipLegalChecks: rest.Value(true), BypassClientTrust: rest.Value(true),
			CreatedAt: rest.Value("2025-01-01T00:00:00Z"),
		},
		EmailAddresses: []string{"Ada@example.com", "byron@example.com"}, PhoneNumbers: []string{"+15555550100"},
		Web3Wallets:    []string{"0x00000000000000000000000000000000000000A1"},
		PublicMetadata: []byte(`{"b":1.0,"a":[1,2]}`), PrivateMetadata: []byte(`{"crm":"a-17"}`), UnsafeMetadata: []byte(`{}`),
		Banned: rest.Value(true), Locked: rest.Value(true), SkipPasswordRequirement: rest.Value(true),
	}
}

// makes are the creates that are repeated when their answer is lost.
func makes() map[string]made {
	return map[string]made{
		"a user with an email address":  madeUser(clerk.CreateUserParams{EmailAddresses: []string{"ada@example.com"}}),
		"a user with a reserved number": madeUser(clerk.CreateUserParams{PhoneNumbers: []string{"+15555550100"}, PhoneNumberStatuses: []string{"reserved"}}),
		"a user with a wallet":          madeUser(clerk.CreateUserParams{Web3Wallets: []string{"0x00000000000000000000000000000000000000a1"}}),
		"a user with a username":        madeUser(clerk.CreateUserParams{Account: clerk.Account{Username: rest.Value("Countess")}}),
		"a user with an external id":    madeUser(clerk.CreateUserParams{Account: clerk.Account{ExternalID: rest.Value("-42")}}),
		"a user with everything":        madeUser(full()),
		"a JWT template": {
			operation: "POST /jwt_templates",
			create: func(ctx context.Context, c *clerk.Client, _ string) (string, error) {
				got, err := c.JWTTemplates.Create(ctx, clerk.JWTTemplateParams{
					Name: "hasura", Claims: []byte(`{"b":1.0,"a":"{{user.id}}"}`), Lifetime: rest.Value(int64(90)), AllowedClockSkew: rest.Value(int64(0)),
					CustomSigningKey: rest.Value(true), SigningAlgorithm: rest.Value("HS256"), SigningKey: rest.Value(strings.Repeat("k", 64)),
				})
				if err != nil {
					return "", err
				}
				return got.ID, nil
			},
			held: func(ctx context.Context, c *clerk.Client, _ string) ([]string, error) {
				all, err := rest.Collect(c.JWTTemplates.List(ctx))
				return idsOf(all, func(t clerk.JWTTemplate) string { return t.ID }), err
			},
		},
		"a redirect URL": {
			operation: "POST /redirect_urls", early: "GET /redirect_urls",
			create: func(ctx context.Context, c *clerk.Client, _ string) (string, error) {
				got, err := c.RedirectURLs.Create(ctx, clerk.CreateRedirectURLParams{URL: "my-app://callback"})
				if err != nil {
					return "", err
				}
				return got.ID, nil
			},
			held: func(ctx context.Context, c *clerk.Client, _ string) ([]string, error) {
				all, err := rest.Collect(c.RedirectURLs.List(ctx))
				return idsOf(all, func(r clerk.RedirectURL) string { return r.ID }), err
			},
		},
		"an allowed identifier": madeListed("POST /allowlist_identifiers", func(c *clerk.Client) *clerk.IdentifierList { return c.Allowlist }),
		"a blocked identifier":  madeListed("POST /blocklist_identifiers", func(c *clerk.Client) *clerk.IdentifierList { return c.Blocklist }),
		"an entry of the waitlist": {
			operation: "POST /waitlist_entries", read: true,
			create: func(ctx context.Context, c *clerk.Client, _ string) (string, error) {
				got, err := c.WaitlistEntries.Create(ctx, clerk.CreateWaitlistEntryParams{EmailAddress: " Ada@example.com", Notify: rest.Value(false)})
				if err != nil {
					return "", err
				}
				return got.ID, nil
			},
			held: func(ctx context.Context, c *clerk.Client, _ string) ([]string, error) {
				all, err := rest.Collect(c.WaitlistEntries.List(ctx, clerk.WaitlistFilter{}))
				return idsOf(all, func(e clerk.WaitlistEntry) string { return e.ID }), err
			},
		},
		"an organization with a slug": {
			operation: "POST /organizations", read: true,
			create: func(ctx context.Context, c *clerk.Client, _ string) (string, error) {
				got, err := c.Organizations.Create(ctx, clerk.CreateOrganizationParams{
					Name: "Acme", Slug: rest.Value("acme"), MaxAllowedMemberships: rest.Value(int64(5)),
					PublicMetadata: []byte(`{"b":1.0,"a":[1,2]}`), PrivateMetadata: []byte(`{"crm":"a-17"}`),
				})
				if err != nil {
					return "", err
				}
				return got.ID, nil
			},
			held: func(ctx context.Context, c *clerk.Client, owner string) ([]string, error) {
				all, err := rest.Collect(c.Organizations.List(ctx, clerk.OrganizationFilter{OrganizationIDs: []string{"-" + organizationOf(owner)}}))
				return idsOf(all, func(o clerk.Organization) string { return o.ID }), err
			},
		},
		"an organization domain": {
			operation: "POST /organizations/{organization_id}/domains", early: "GET /organization_domains",
			create: func(ctx context.Context, c *clerk.Client, owner string) (string, error) {
				got, err := c.OrganizationDomains.Create(ctx, clerk.CreateOrganizationDomainParams{
					OrganizationID: organizationOf(owner), Name: "example.com", EnrollmentMode: "automatic_suggestion", Verified: rest.Value(false),
				})
				if err != nil {
					return "", err
				}
				return got.OrganizationID + "/" + got.ID, nil
			},
			held: func(ctx context.Context, c *clerk.Client, owner string) ([]string, error) {
				all, err := rest.Collect(c.OrganizationDomains.List(ctx, clerk.OrganizationDomainFilter{OrganizationID: organizationOf(owner)}))
				return idsOf(all, func(d clerk.OrganizationDomain) string { return d.OrganizationID + "/" + d.ID }), err
			},
		},
		"an organization membership": {
			operation: "POST /organizations/{organization_id}/memberships",
			create: func(ctx context.Context, c *clerk.Client, owner string) (string, error) {
				got, err := c.OrganizationMemberships.Create(ctx, clerk.CreateMembershipParams{
					OrganizationID: organizationOf(owner), UserID: owner, Role: "org:member",
					PublicMetadata: []byte(`{"b":1.0,"a":[1,2]}`), PrivateMetadata: []byte(`{"crm":"a-17"}`),
				})
				if err != nil {
					return "", err
				}
				return got.ID, nil
			},
			held: func(ctx context.Context, c *clerk.Client, _ string) ([]string, error) {
				all, err := rest.Collect(c.OrganizationMemberships.List(ctx, clerk.MembershipFilter{}))
				return idsOf(all, func(m clerk.OrganizationMembership) string { return m.ID }), err
			},
		},
		"an organization permission": {
			operation: "POST /organization_permissions",
			create: func(ctx context.Context, c *clerk.Client, _ string) (string, error) {
				got, err := c.OrganizationPermissions.Create(ctx, clerk.OrganizationPermissionParams{Key: rest.Value("org:reports:read"), Name: rest.Value("Read")})
				if err != nil {
					return "", err
				}
				return got.ID, nil
			},
			held: func(ctx context.Context, c *clerk.Client, _ string) ([]string, error) {
				all, err := rest.Collect(c.OrganizationPermissions.Search(ctx, clerk.Search{Query: "org:reports"}))
				return idsOf(all, func(p clerk.OrganizationPermission) string { return p.ID }), err
			},
		},
		"an organization role": {
			operation: "POST /organization_roles",
			create: func(ctx context.Context, c *clerk.Client, _ string) (string, error) {
				got, err := c.OrganizationRoles.Create(ctx, clerk.OrganizationRoleParams{
					Key: rest.Value("org:editor"), Name: rest.Value("Editor"), IncludeInInitialRoleSet: rest.Value(true),
				})
				if err != nil {
					return "", err
				}
				return got.ID, nil
			},
			held: func(ctx context.Context, c *clerk.Client, _ string) ([]string, error) {
				all, err := rest.Collect(c.OrganizationRoles.Search(ctx, clerk.Search{Query: "org:editor"}))
				return idsOf(all, func(r clerk.OrganizationRole) string { return r.ID }), err
			},
		},
		"a role set": {
			operation: "POST /role_sets", read: true,
			create: func(ctx context.Context, c *clerk.Client, _ string) (string, error) {
				p := aRoleSet("role_set:partners")
				p.Description = rest.Value("For partners")
				got, err := c.RoleSets.Create(ctx, p)
				if err != nil {
					return "", err
				}
				return got.ID, nil
			},
			held: func(ctx context.Context, c *clerk.Client, _ string) ([]string, error) {
				all, err := rest.Collect(c.RoleSets.Search(ctx, clerk.Search{Query: "role_set:partners"}))
				return idsOf(all, func(s clerk.RoleSet) string { return s.ID }), err
			},
		},
		"an email address": {
			operation: "POST /email_addresses", first: true, early: "GET /users/{user_id}",
			create: func(ctx context.Context, c *clerk.Client, owner string) (string, error) {
				got, err := c.EmailAddresses.Create(ctx, clerk.CreateEmailAddressParams{UserID: owner, EmailAddress: "Work@example.com", Verified: rest.Value(true), Primary: rest.Value(true)})
				if err != nil {
					return "", err
				}
				return got.ID, nil
			},
			held: func(ctx context.Context, c *clerk.Client, owner string) ([]string, error) {
				u, err := c.Users.Current(ctx, owner)
				if err != nil {
					return nil, err
				}
				others := slices.DeleteFunc(u.EmailAddresses, func(e clerk.EmailAddress) bool { return e.EmailAddress == "owner@example.com" })
				return idsOf(others, func(e clerk.EmailAddress) string { return e.ID }), nil
			},
		},
		"a phone number": {
			operation: "POST /phone_numbers", first: true, early: "GET /users/{user_id}",
			create: func(ctx context.Context, c *clerk.Client, owner string) (string, error) {
				got, err := c.PhoneNumbers.Create(ctx, clerk.CreatePhoneNumberParams{UserID: owner, PhoneNumber: "+1 (555) 555-0100"})
				if err != nil {
					return "", err
				}
				return got.ID, nil
			},
			held: func(ctx context.Context, c *clerk.Client, owner string) ([]string, error) {
				u, err := c.Users.Current(ctx, owner)
				if err != nil {
					return nil, err
				}
				return idsOf(u.PhoneNumbers, func(n clerk.PhoneNumber) string { return n.ID }), nil
			},
		},
	}
}

// owner is a user whom addresses are made for, and what belongs to an organization, in one that is empty.
func (l *local) owner() string {
	l.t.Helper()
	u, err := l.client().Users.Create(l.t.Context(), clerk.CreateUserParams{EmailAddresses: []string{"owner@example.com"}})
	if err != nil {
		l.t.Fatal(err)
	}
	o, err := l.client().Organizations.Create(l.t.Context(), clerk.CreateOrganizationParams{Name: "The owner's"})
	if err != nil {
		l.t.Fatal(err)
	}
	organizations.Store(u.ID, o.ID)
	return u.ID
}

// organizations are those that owner has made, by the user.
var organizations sync.Map

func organizationOf(owner string) string {
	id, _ := organizations.Load(owner)
	return fmt.Sprint(id)
}

// holds fails the test unless Clerk has exactly these of what a create makes.
func (l *local) holds(object made, owner string, ids ...string) {
	l.t.Helper()
	got, err := object.held(l.t.Context(), l.client(), owner)
	if err != nil || !slices.Equal(got, ids) {
		l.t.Errorf("Clerk holds %v, expected %v (%v)", got, ids, err)
	}
}

// passing is what differs from run to run, and an id is the first or the second.
var (
	passing = regexp.MustCompile(`"(created_at|updated_at|verified_at|now|[a-z_]*expire[a-z_]*|expiration|abandon_at|password_last_updated_at|mfa_[a-z]+_at|last_active_at|token|url|image_url|profile_image_url|client_id|client_image_url)":("[^"]*"|\d+)`)
	anID    = regexp.MustCompile(`\b([a-z]+_[0-9A-Za-z]{27}|(ak|mt|aplt)_[0-9a-f]{32}|sim-[0-9a-f]{8})\b`)
)

// holding is everything that Clerk holds, but for what differs from run to run.
func (l *local) holding() string {
	l.t.Helper()
	w := httptest.NewRecorder()
	l.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/_sim/state", nil))
	var state any
	if err := json.Unmarshal(w.Body.Bytes(), &state); err != nil {
		l.t.Fatal(err)
	}
	text, _ := json.Marshal(state)
	seen := map[string]string{}
	return anID.ReplaceAllStringFunc(passing.ReplaceAllString(string(text), "…"), func(id string) string {
		if seen[id] == "" {
			seen[id] = fmt.Sprintf("id %d", len(seen))
		}
		return seen[id]
	})
}
