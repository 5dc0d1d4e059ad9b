package clerk_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

const (
	createConnection = "POST /enterprise_connections"
	readConnection   = "GET /enterprise_connections/{enterprise_connection_id}"
	createDirectory  = "POST /directories"
)

var _ = tested(area{
	name: "enterprise_connections",
	create: func(ctx context.Context, c *clerk.Client, _ ids, name string) (string, error) {
		return idOf(c.EnterpriseConnections.Create(ctx, clerk.CreateEnterpriseConnectionParams{
			Name: name, Provider: "saml_okta", Domains: []string{name + ".sso.example.com"},
		}))
	},
	get: func(ctx context.Context, c *clerk.Client, id string) (any, error) {
		return c.EnterpriseConnections.Get(ctx, id)
	},
	writes: map[string]call{
		"PATCH /enterprise_connections/{enterprise_connection_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.EnterpriseConnections.Update(ctx, at.id, clerk.UpdateEnterpriseConnectionParams{Name: rest.Value("b"), SAML: &clerk.SAMLParams{ForceAuthn: rest.Value(true)}})
		},
		"DELETE /enterprise_connections/{enterprise_connection_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.EnterpriseConnections.Delete(ctx, at.id)
		},
	},
	once: map[string]call{
		"POST /enterprise_connections/{enterprise_connection_id}/test_runs": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.EnterpriseConnections.StartTest(ctx, at.id)
		},
	},
	sentOnce: true,
})

func (l *local) connection(name string) string { return l.objects(name).id("enterprise_connections") }

func (l *local) directory(connection, name string) string {
	l.t.Helper()
	d, err := l.client().Directories.Create(l.t.Context(), clerk.CreateDirectoryParams{EnterpriseConnectionID: connection, Provider: "okta", Name: rest.Value(name)})
	if err != nil {
		l.t.Fatal(err)
	}
	return d.ID
}

func (l *local) connections() []string {
	l.t.Helper()
	return mustList(l, l.client().EnterpriseConnections.List(l.t.Context(), clerk.EnterpriseConnectionFilter{}))
}

// acme is a connection with all that a create takes.
func acme() clerk.CreateEnterpriseConnectionParams {
	return clerk.CreateEnterpriseConnectionParams{
		Name: "Acme", Provider: "saml_okta", Domains: []string{"acme.example.org", "acme.example.com"}, Active: rest.Value(true),
		CustomAttributes: rest.Value([]clerk.CustomAttribute{{Name: "Team", Key: "team"}, {Name: "Department", Key: "department", SSOPath: "dept"}}),
		SAML: &clerk.SAMLParams{
			IDPMetadataURL: rest.Value("https://idp.example.com/metadata"), IDPCertificate: rest.Value("a certificate"),
			LoginHint: rest.Value(clerk.LoginHint{Mode: "custom_attribute", Source: "login"}), AttributeMapping: rest.Value(map[string]string{"email_address": "mail"}),
		},
	}
}

// What Clerk does not return of a create is no reason to take what it made for somebody else's.
func TestAnEnterpriseConnectionIsMadeOnceAndFoundAgain(t *testing.T) {
	t.Parallel()
	sentOnce{
		operation: createConnection, has: (*local).connections,
		create: func(ctx context.Context, c *clerk.Client, _ string) (string, error) {
			return idOf(c.EnterpriseConnections.Create(ctx, acme()))
		},
		remove: func(ctx context.Context, c *clerk.Client, id string) error {
			return c.EnterpriseConnections.Delete(ctx, id)
		},
	}.check(t)
}

// Where lists lack what the identity provider is set up with, a connection that was lost is read by itself.
func TestAnEnterpriseConnectionIsFoundAgainWhereListsAreBrief(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		l.lose(createConnection, "lost", 1)
		got, err := l.client().EnterpriseConnections.Create(t.Context(), acme())
		if err != nil || got.SAML == nil || got.SAML.IDPMetadataURL == nil {
			t.Fatalf("got %+v: %v", got, err)
		}
		// So is one of several that are read at once.
		l.connection("other")
		for _, id := range l.connections() {
			before := l.Stats().ByOperation[readConnection]
			e, err := l.client(bulkReads).EnterpriseConnections.Get(t.Context(), id)
			if err != nil || e.SAML == nil || strings.HasPrefix(e.Name, "A") && e.SAML.IDPMetadataURL == nil || l.Stats().ByOperation[readConnection] != before+1 {
				t.Errorf("got %+v after %d reads: %v", e, l.Stats().ByOperation[readConnection]-before, err)
			}
		}
	}, func(o *clerksim.Options) { o.Assume = map[string]string{"enterprise_lists": "brief"} })
}

func TestAnEnterpriseConnectionOfSomebodyElseIsNotTaken(t *testing.T) {
	t.Parallel()
	for what, change := range map[string]func(p *clerk.CreateEnterpriseConnectionParams){
		"of another provider": func(p *clerk.CreateEnterpriseConnectionParams) { p.Provider = "saml_google" },
		"of another domain":   func(p *clerk.CreateEnterpriseConnectionParams) { p.Domains = []string{"globex.example.com"} },
		"that is not active":  func(p *clerk.CreateEnterpriseConnectionParams) { p.Active = rest.Value(false) },
		"with another login hint": func(p *clerk.CreateEnterpriseConnectionParams) {
			p.SAML.LoginHint = rest.Value(clerk.LoginHint{Mode: "off"})
		},
		"with other custom attributes": func(p *clerk.CreateEnterpriseConnectionParams) {
			p.CustomAttributes = rest.Value([]clerk.CustomAttribute{})
		},
		"of an identity provider by OIDC": func(p *clerk.CreateEnterpriseConnectionParams) {
			p.Provider, p.SAML, p.Active = "oidc_custom", nil, rest.Optional[bool]{}
		},
	} {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			theirs := acme()
			change(&theirs)
			if _, err := l.client().EnterpriseConnections.Create(t.Context(), theirs); err != nil {
				t.Fatal(what, err)
			}
			l.lose(createConnection, "reset", 1)
			if got, err := l.client().EnterpriseConnections.Create(t.Context(), acme()); !isLost(err) {
				t.Errorf("%s: took %+v: %v", what, got, err)
			}
		})
	}
}

func TestADirectoryIsMadeOnceAndFoundAgain(t *testing.T) {
	t.Parallel()
	sentOnce{
		operation: createDirectory,
		prepare:   func(l *local) string { return l.connection("acme") },
		has:       func(l *local) []string { return mustList(l, l.client().Directories.List(l.t.Context())) },
		create: func(ctx context.Context, c *clerk.Client, connection string) (string, error) {
			return idOf(c.Directories.Create(ctx, clerk.CreateDirectoryParams{EnterpriseConnectionID: connection, Provider: "okta"}))
		},
		remove: func(ctx context.Context, c *clerk.Client, id string) error { return c.Directories.Delete(ctx, id) },
	}.check(t)
}

func TestAKeyOfADirectoryThatMayHaveBeenRotatedIsNotRotatedAgain(t *testing.T) {
	t.Parallel()
	const rotate = "POST /directories/{directory_id}/rotate_api_key"
	for _, loss := range []string{"lost", "502"} {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			id := l.directory(l.connection("acme"), "acme")
			l.lose(rotate, loss, 9)
			if _, err := l.client().Directories.RotateAPIKey(t.Context(), id); !isLost(err) || l.Stats().ByOperation[rotate] != 1 {
				t.Errorf("%s: sent %d times: %v", loss, l.Stats().ByOperation[rotate], err)
			}
		})
	}
}

func TestRolesOfGroupsAreNamedByTheirKeys(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c, id := l.client(), l.directory(l.connection("acme"), "acme")
		wanted := []clerk.GroupRoleMapping{{GroupID: "a", RoleKey: "org:member"}, {GroupID: "b", RoleKey: "org:admin"}}
		_, err := c.Directories.ReplaceGroupRoleMappings(t.Context(), id, wanted)
		if e, ok := rest.AsError(err); !ok || e.Status != 403 {
			t.Errorf("mapped groups where that is off: %v", err)
		}
		if _, err := c.Directories.Update(t.Context(), id, clerk.UpdateDirectoryParams{GroupRoleMappingEnabled: rest.Value(true)}); err != nil {
			t.Fatal(err)
		}
		for range 2 { // doing it again is the same
			got, err := c.Directories.ReplaceGroupRoleMappings(t.Context(), id, wanted)
			if err != nil || len(got) != 2 || got[0] != wanted[0] || got[1] != wanted[1] {
				t.Errorf("got %v: %v", got, err)
			}
		}
		var unknown *rest.UnknownKeys
		began := time.Now()
		if _, err := c.Directories.ReplaceGroupRoleMappings(t.Context(), id, []clerk.GroupRoleMapping{{GroupID: "a", RoleKey: "org:nobody"}}); !errors.As(err, &unknown) || time.Since(began) > 3*time.Second {
			t.Errorf("mapped a role that there is not, after %s: %v", time.Since(began), err)
		}
	})
}
