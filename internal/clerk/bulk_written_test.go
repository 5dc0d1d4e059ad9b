package clerk_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// fresh is a client that has read nothing yet, and reads by the page.
func (l *local) fresh() *clerk.Client {
	l.t.Helper()
	return l.client(bulkReads)
}

// together reads objects at once, so that they come from lists where they may.
func together(ctx context.Context, ids []string, read func(context.Context, string) error) error {
	var all errgroup.Group
	for _, id := range ids {
		all.Go(func() error { return read(ctx, id) })
	}
	return all.Wait()
}

// listed are the areas whose objects come from lists, by the first segment of the path:
// how one is read, and its id among what a test writes to.
var listed = map[string]struct {
	read func(c *clerk.Client) func(context.Context, string) error
	id   func(targets) string
}{
	"users": {
		func(c *clerk.Client) func(context.Context, string) error { return reading(c.Users.Get) },
		func(at targets) string { return at.user },
	},
	"jwt_templates": {
		func(c *clerk.Client) func(context.Context, string) error { return reading(c.JWTTemplates.Get) },
		func(at targets) string { return at.template },
	},
	"organizations": {
		func(c *clerk.Client) func(context.Context, string) error { return reading(c.Organizations.Get) },
		func(at targets) string { return at.organization },
	},
	"organization_memberships": {
		func(c *clerk.Client) func(context.Context, string) error {
			return reading(c.OrganizationMemberships.Get)
		},
		func(at targets) string { return at.membership },
	},
	"organization_invitations": {
		func(c *clerk.Client) func(context.Context, string) error {
			return func(ctx context.Context, id string) error {
				organization, own, _ := strings.Cut(id, "/")
				_, err := c.OrganizationInvitations.Get(ctx, organization, own)
				return err
			}
		},
		func(at targets) string { return at.organization + "/" + at.invitation },
	},
	"redirect_urls": {
		func(c *clerk.Client) func(context.Context, string) error { return reading(c.RedirectURLs.Get) },
		func(at targets) string { return at.redirect },
	},
	"enterprise_connections": {
		func(c *clerk.Client) func(context.Context, string) error { return reading(c.EnterpriseConnections.Get) },
		func(at targets) string { return at.connection },
	},
	"directories": {
		func(c *clerk.Client) func(context.Context, string) error { return reading(c.Directories.Get) },
		func(at targets) string { return at.directory },
	},
	"oauth_applications": {
		func(c *clerk.Client) func(context.Context, string) error { return reading(c.OAuthApplications.Get) },
		func(at targets) string { return at.application },
	},
	"machines": {
		func(c *clerk.Client) func(context.Context, string) error { return reading(c.Machines.Get) },
		func(at targets) string { return at.machine },
	},
	"organization_permissions": {
		func(c *clerk.Client) func(context.Context, string) error {
			return reading(c.OrganizationPermissions.Get)
		},
		func(at targets) string { return at.permission },
	},
	"role_sets": {
		func(c *clerk.Client) func(context.Context, string) error { return reading(c.RoleSets.Get) },
		func(at targets) string { return at.roleSet },
	},
	"organization_roles": {
		func(c *clerk.Client) func(context.Context, string) error { return reading(c.OrganizationRoles.Get) },
		func(at targets) string { return at.role },
	},
}

// reading is a read whose answer nobody looks at.
func reading[T any](get func(context.Context, string) (*T, error)) func(context.Context, string) error {
	return func(ctx context.Context, id string) error { _, err := get(ctx, id); return err }
}

func readUser(c *clerk.Client) func(context.Context, string) error { return listed["users"].read(c) }

// areaOf is the area that an operation writes to: addresses are their users'.
func areaOf(operation string) string {
	area := strings.Split(operation, "/")[1]
	if area == "email_addresses" || area == "phone_numbers" {
		return "users"
	}
	for _, segment := range []string{"domains", "invitations", "memberships"} {
		if strings.Contains(operation, "}/"+segment) {
			return "organization_" + segment
		}
	}
	return area
}

// byItself reports how often an object was read by its id since so many requests: a
// membership is, where the list of its organization has to show one user.
func (l *local) byItself(since int, area, id string) (n int) {
	path, query := "/"+area+"/"+id, ""
	if organization, own, ok := strings.Cut(id, "/"); ok {
		path = "/organizations/" + organization + "/" + strings.TrimPrefix(area, "organization_")
		if area == "organization_memberships" {
			query = "limit=100&user_id=" + own
		} else {
			path += "/" + own
		}
	}
	for _, r := range l.Requests()[since:] {
		if r.Method == http.MethodGet && r.Path == path && r.Query == query {
			n++
		}
	}
	return n
}

// others makes three more of what lists show, and returns their ids by area: a list is
// worth its request only where several are read.
func (l *local) others(organization string) map[string][]string {
	l.t.Helper()
	out := map[string][]string{}
	add := func(area, id string, err error) {
		if err != nil {
			l.t.Fatal(err)
		}
		out[area] = append(out[area], id)
	}
	c, ctx := l.client(), l.t.Context()
	for n := range 3 {
		id, err := idOf(c.Users.Create(ctx, clerk.CreateUserParams{Account: clerk.Account{ExternalID: rest.Value(fmt.Sprint(n))}}))
		add("users", id, err)
		_, err = c.OrganizationMemberships.Create(ctx, clerk.CreateMembershipParams{OrganizationID: organization, UserID: id, Role: "org:member"})
		add("organization_memberships", organization+"/"+id, err)
		invitation, err := c.OrganizationInvitations.Create(ctx, clerk.CreateOrganizationInvitationParams{
			OrganizationID: organization, EmailAddress: fmt.Sprintf("other%d@example.com", n), Role: "org:member",
		})
		if err != nil {
			l.t.Fatal(err)
		}
		add("organization_invitations", organization+"/"+invitation.ID, err)
		template, err := c.JWTTemplates.Create(ctx, clerk.JWTTemplateParams{Name: fmt.Sprint("other-", n), Claims: json.RawMessage(`{}`)})
		if err != nil {
			l.t.Fatal(err)
		}
		add("jwt_templates", template.ID, err)
		redirect, err := c.RedirectURLs.Create(ctx, clerk.CreateRedirectURLParams{URL: fmt.Sprint("my-app://other-", n)})
		if err != nil {
			l.t.Fatal(err)
		}
		add("redirect_urls", redirect.ID, err)
		connection := l.connection(fmt.Sprint("other-", n))
		add("enterprise_connections", connection, nil)
		add("directories", l.directory(connection, fmt.Sprint("other-", n)), nil)
		add("oauth_applications", l.oauthApplication(fmt.Sprint("other-", n)), nil)
		machine, err := c.Machines.Create(ctx, clerk.CreateMachineParams{Name: fmt.Sprint("other-", n)})
		if err != nil {
			l.t.Fatal(err)
		}
		add("machines", machine.ID, err)
		permission, err := c.OrganizationPermissions.Create(ctx, aPermission(fmt.Sprint("org:others:", n)))
		if err != nil {
			l.t.Fatal(err)
		}
		add("organization_permissions", permission.ID, err)
		role, err := c.OrganizationRoles.Create(ctx, aRole(fmt.Sprint("org:other", n)))
		if err != nil {
			l.t.Fatal(err)
		}
		add("organization_roles", role.ID, err)
		set, err := c.RoleSets.Create(ctx, aRoleSet(fmt.Sprint("role_set:other", n)))
		if err != nil {
			l.t.Fatal(err)
		}
		add("role_sets", set.ID, err)
	}
	return out
}

// written are the writes to what lists show.
func written(t *testing.T) map[string]func(context.Context, *clerk.Client, targets) error {
	t.Helper()
	out := map[string]func(context.Context, *clerk.Client, targets) error{
		"POST /email_addresses": func(ctx context.Context, c *clerk.Client, at targets) error {
			_, err := c.EmailAddresses.Create(ctx, clerk.CreateEmailAddressParams{UserID: at.user, EmailAddress: "new@example.com"})
			return err
		},
		"POST /phone_numbers": func(ctx context.Context, c *clerk.Client, at targets) error {
			_, err := c.PhoneNumbers.Create(ctx, clerk.CreatePhoneNumberParams{UserID: at.user, PhoneNumber: "+15555570100"})
			return err
		},
	}
	// What is read of an API key comes from a list that was asked for then. Domains of both kinds, listed identifiers, invitations to the instance and the waitlist are read from nothing but lists: lists_test.go has what becomes of those.
	unlisted := []string{"instance", "domains", "beta_features", "sessions", "sign_in_tokens", "actor_tokens", "organization_domains", "allowlist_identifiers", "blocklist_identifiers", "invitations", "waitlist_entries", "webhooks", "api_keys", "m2m_tokens", "agents", "admin_portal_link_tokens"}
	for operation, write := range writes {
		if _, ok := listed[areaOf(operation)]; ok {
			out[operation] = write
		} else if !slices.Contains(unlisted, areaOf(operation)) {
			t.Errorf("%s is of an area that is not in listed, nor in unlisted, if Get reads nothing from a list", operation)
		}
	}
	return out
}

// What a client has written it reads by itself from then on, whatever the write and
// however long lists lag: also while a list is under way that was asked for before.
func TestEveryWriteEndsWhatListsMaySay(t *testing.T) {
	t.Parallel()
	for operation, write := range written(t) {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			for _, underWay := range []bool{false, true} {
				inMadeUpTime(t, func(t *testing.T, l *local) {
					at := l.begin()
					if prepare, ok := writes[first[operation]]; ok {
						if err := prepare(t.Context(), l.client(), at); err != nil {
							t.Fatal(err)
						}
					}
					area := areaOf(operation)
					id := listed[area].id(at)
					ids := append(l.others(at.organization)[area], id)
					l.Advance(time.Hour)
					c := l.fresh()
					read := listed[area].read(c)
					// So that the client knows whose the addresses are, and has its lists.
					for range 4 {
						if err := together(t.Context(), ids, read); err != nil {
							t.Fatal(err)
						}
					}
					before := len(l.Requests())
					if err := together(t.Context(), ids, read); err != nil || len(l.Requests()) != before {
						t.Fatalf("nothing is served from a list: %v", err)
					}
					if underWay {
						c = l.fresh()
						read = listed[area].read(c)
						if area == "users" {
							if _, err := c.Users.Current(t.Context(), at.user); err != nil { // whose the addresses are
								t.Fatal(err)
							}
						}
						before = len(l.Requests())
					}
					reads := make(chan error, 1)
					if underWay {
						go func() { reads <- together(t.Context(), ids, read) }()
						<-time.After(60 * time.Millisecond) // it has left, and takes 100 ms
					}
					if err := write(t.Context(), c, at); err != nil {
						t.Fatal(err)
					}
					if underWay {
						if err := <-reads; err != nil && !rest.IsNotFound(err) {
							t.Fatal(err)
						}
					} else if err := together(t.Context(), ids, read); err != nil && !rest.IsNotFound(err) {
						t.Fatal(err)
					}
					if n := l.byItself(before, area, id); n != 1 {
						t.Errorf("under way %t: after the write, the object was read by itself %d times, expected once", underWay, n)
					}
				}, lagging(30*time.Minute), func(o *clerksim.Options) { o.Latency = 100 * time.Millisecond })
			}
		})
	}
}

// Whose an address is that a client has not read, it does not know. So no list serves
// any user after a write to it.
func TestAWriteToAnAddressOfNobodyKnowsWhomEndsAllLists(t *testing.T) {
	t.Parallel()
	for operation, write := range written(t) {
		if !strings.Contains(operation, "_addresses/{") && !strings.Contains(operation, "_numbers/{") {
			continue
		}
		inMadeUpTime(t, func(t *testing.T, l *local) {
			at := l.begin()
			users := l.others(at.organization)["users"]
			l.Advance(time.Hour)
			c := l.fresh()
			if err := together(t.Context(), users, readUser(c)); err != nil {
				t.Fatal(err)
			}
			if err := write(t.Context(), c, at); err != nil {
				t.Fatal(err)
			}
			before := len(l.Requests())
			if err := together(t.Context(), append(users, at.user), readUser(c)); err != nil {
				t.Fatal(err)
			}
			for _, id := range append(users, at.user) {
				if n := l.byItself(before, "users", id); n != 1 {
					t.Errorf("after %s, %s was read by itself %d times", operation, id, n)
				}
			}
		}, lagging(30*time.Minute))
	}
}

// Where the length of the list is not to be had, batches go on.
func TestAnErrorOfTheCountEndsPagingForGood(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newRecord()
		c := fake(t, func(r *http.Request) (*http.Response, error) {
			l.add(r)
			switch r.URL.Path {
			case "/v1/users/count":
				return reply(http.StatusForbidden, `{"errors":[{"code":"x","message":"no"}]}`)
			case "/v1/users":
				var users []string
				for _, id := range r.URL.Query()["user_id"] {
					users = append(users, `{"id":"`+id+`"}`)
				}
				return reply(http.StatusOK, "["+strings.Join(users, ",")+"]")
			}
			return reply(http.StatusOK, anyAnswer(r.URL.Path))
		}, bulkReads)
		for range 9 {
			for _, err := range many(t.Context(), c, 10) {
				if err != nil {
					t.Error(err)
				}
			}
		}
		sent := map[string]int{}
		for _, r := range l.all() {
			path, _, _ := strings.Cut(r.uri, "?")
			sent[path]++
		}
		if sent["/v1/users/count"] != 1 || sent["/v1/users"] != 9 || len(sent) != 2 {
			t.Errorf("the requests were %v, expected one count and nine batches", sent)
		}
	})
}
