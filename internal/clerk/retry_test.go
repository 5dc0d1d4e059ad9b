package clerk_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"strconv"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// once are the calls that may not be repeated when their answer is lost.
var once = map[string]func(context.Context, *clerk.Client) error{
	"create a user without a key": create,
	"create a session": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.Sessions.Create(ctx, clerk.CreateSessionParams{})
		return err
	},
	"create a sign-in token": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.SignInTokens.Create(ctx, clerk.CreateSignInTokenParams{})
		return err
	},
	"create an actor token": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.ActorTokens.Create(ctx, clerk.CreateActorTokenParams{Actor: []byte("{}")})
		return err
	},
	"invite into an organization": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.OrganizationInvitations.Create(ctx, clerk.CreateOrganizationInvitationParams{OrganizationID: "org_1", EmailAddress: "ada@example.com"})
		return err
	},
	"invite somebody to sign up": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.Invitations.Create(ctx, clerk.CreateInvitationParams{EmailAddress: "ada@example.com"})
		return err
	},
	"put an address on the waitlist, and confirm it": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.WaitlistEntries.Create(ctx, clerk.CreateWaitlistEntryParams{EmailAddress: "ada@example.com"})
		return err
	},
	"invite who waits": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.WaitlistEntries.Invite(ctx, "made_1", false)
		return err
	},
	"allow an identifier, and invite it": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.Allowlist.Create(ctx, clerk.CreateListedIdentifierParams{Identifier: "ada@example.com", Notify: rest.Value(true)})
		return err
	},
	"create a machine": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.Machines.Create(ctx, clerk.CreateMachineParams{Name: "reports"})
		return err
	},
	"create an API key": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.APIKeys.Create(ctx, clerk.CreateAPIKeyParams{Subject: "user_1", Name: "reports"})
		return err
	},
	"create a token of a machine": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.M2MTokens.Create(ctx, "mk_1", clerk.CreateM2MTokenParams{})
		return err
	},
	"create a link token of the admin portal": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.AdminPortalLinkTokens.Create(ctx, clerk.CreateAdminPortalLinkTokenParams{})
		return err
	},
	"create an agent task": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.AgentTasks.Create(ctx, clerk.CreateAgentTaskParams{AgentName: "tests"})
		return err
	},
	"rotate a secret key": func(ctx context.Context, c *clerk.Client) error {
		return c.Machines.RotateSecretKey(ctx, "mch_1", 60)
	},
	"create an enterprise connection": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.EnterpriseConnections.Create(ctx, clerk.CreateEnterpriseConnectionParams{Name: "acme", Provider: "saml_okta", Domains: []string{"acme.example.com"}})
		return err
	},
	"test an enterprise connection": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.EnterpriseConnections.StartTest(ctx, "ec_1")
		return err
	},
	"create a directory": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.Directories.Create(ctx, clerk.CreateDirectoryParams{EnterpriseConnectionID: "ec_1", Provider: "okta"})
		return err
	},
	"rotate an API key": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.Directories.RotateAPIKey(ctx, "made_1")
		return err
	},
	"create an OAuth application": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.OAuthApplications.Create(ctx, clerk.CreateOAuthApplicationParams{Name: "docs"})
		return err
	},
	"rotate a client secret": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.OAuthApplications.RotateSecret(ctx, "made_1")
		return err
	},
	"verify a password": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.Users.VerifyPassword(ctx, "user_1", "correct horse battery")
		return err
	},
	"verify a code that may be a backup code": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.Users.VerifyTOTP(ctx, "user_1", "123456")
		return err
	},
}

// findable are the creates whose object can be found again when their answer is
// lost.
var findable = map[string]func(context.Context, *clerk.Client) error{
	"create a user with a key": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.Users.Create(ctx, clerk.CreateUserParams{EmailAddresses: []string{"ada@example.com"}})
		return err
	},
	"create an email address": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.EmailAddresses.Create(ctx, clerk.CreateEmailAddressParams{UserID: "user_1", EmailAddress: "ada@example.com"})
		return err
	},
	"allow an identifier": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.Allowlist.Create(ctx, clerk.CreateListedIdentifierParams{Identifier: "ada@example.com", Notify: rest.Value(false)})
		return err
	},
	"create a phone number": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.PhoneNumbers.Create(ctx, clerk.CreatePhoneNumberParams{UserID: "user_1", PhoneNumber: "+15555550100"})
		return err
	},
	"create a JWT template": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.JWTTemplates.Create(ctx, clerk.JWTTemplateParams{Name: "hasura", Claims: []byte("{}")})
		return err
	},
	"give a machine access": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.MachineScopes.Create(ctx, clerk.CreateMachineScopeParams{From: "mch_1", To: "mch_2"})
		return err
	},
	"create a redirect URL": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.RedirectURLs.Create(ctx, clerk.CreateRedirectURLParams{URL: "my-app://callback"})
		return err
	},
}

// again are reads, and writes that are the same when done twice.
var again = map[string]func(context.Context, *clerk.Client) error{
	"get":    get,
	"update": func(ctx context.Context, c *clerk.Client) error { return update(ctx, c, "user_1") },
	"delete": func(ctx context.Context, c *clerk.Client) error { return c.Users.Delete(ctx, "user_1") },
	"list": func(ctx context.Context, c *clerk.Client) error {
		_, err := rest.Collect(c.Sessions.List(ctx, clerk.SessionFilter{}))
		return err
	},
	"replace": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.Users.ReplaceMetadata(ctx, "user_1", clerk.Metadata{})
		return err
	},
	"lock": func(ctx context.Context, c *clerk.Client) error { _, err := c.Users.Lock(ctx, "user_1"); return err },
	"testing token": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.TestingTokens.Create(ctx)
		return err
	},
	"check a proxy": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.Domains.CheckProxy(ctx, "dmn_1", "")
		return err
	},
	"revoke a token of an OAuth application": func(ctx context.Context, c *clerk.Client) error {
		return c.OAuthApplications.RevokeToken(ctx, "oa_1", "oat_1")
	},
	"URL of Svix's dashboard": func(ctx context.Context, c *clerk.Client) error { _, err := c.SvixApp.URL(ctx); return err },
	"revoke a sign-in token":  func(ctx context.Context, c *clerk.Client) error { return c.SignInTokens.Revoke(ctx, "sit_1") },
	"revoke an actor token":   func(ctx context.Context, c *clerk.Client) error { return c.ActorTokens.Revoke(ctx, "act_1") },
	"revoke an agent task":    func(ctx context.Context, c *clerk.Client) error { return c.AgentTasks.Revoke(ctx, "agttsk_1") },
	"revoke a link token of the admin portal": func(ctx context.Context, c *clerk.Client) error {
		return c.AdminPortalLinkTokens.Revoke(ctx, "aplt_1")
	},
	"token": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.Sessions.Token(ctx, "sess_1", "", 0)
		return err
	},
	"token from a template": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.Sessions.Token(ctx, "sess_1", "hasura_1", 0)
		return err
	},
}

func joined(all ...map[string]func(context.Context, *clerk.Client) error) map[string]func(context.Context, *clerk.Client) error {
	out := map[string]func(context.Context, *clerk.Client) error{}
	for _, one := range all {
		maps.Copy(out, one)
	}
	return out
}

// losses are the ways in which an answer is lost.
func losses() map[string]transport {
	all := map[string]transport{
		"a reset":   func(*http.Request) (*http.Response, error) { return nil, syscall.ECONNRESET },
		"a hang-up": func(*http.Request) (*http.Response, error) { return nil, io.EOF },
		"a time-out": func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		},
		"half an answer": func(*http.Request) (*http.Response, error) {
			res, err := reply(http.StatusOK, "")
			res.Body = io.NopCloser(brokenOff{})
			return res, err
		},
	}
	for _, status := range []int{500, 502, 503, 504, 520, 524} {
		all[strconv.Itoa(status)] = func(*http.Request) (*http.Response, error) { return reply(status, gateway) }
	}
	return all
}

type brokenOff struct{}

func (brokenOff) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestReadsAndIdempotentWritesAreRepeated(t *testing.T) {
	t.Parallel()
	for loss, lose := range losses() {
		for name, call := range again {
			synctest.Test(t, func(t *testing.T) {
				seen := newRecord()
				client := fake(t, func(r *http.Request) (*http.Response, error) {
					seen.add(r)
					if len(seen.all()) < 3 {
						return lose(r)
					}
					return reply(http.StatusOK, anyAnswer(r.URL.Path))
				})
				if err := call(t.Context(), client); err != nil {
					t.Errorf("%s after %s: %v", name, loss, err)
				}
				requests := seen.all()
				if len(requests) != 3 || requests[0].body != requests[2].body {
					t.Errorf("%s after %s: %+v, want the same three times", name, loss, requests)
				}
			})
		}
	}
}

// madeAnswer answers a create, whatever it makes.
func madeAnswer() (*http.Response, error) {
	now := time.Now()
	return reply(http.StatusOK, fmt.Sprintf(`{"id":"made_1","created_at":%d,"secret":"mk_1","client_secret":"s","api_key":"k","url":"u","token":"mt_1","agent_task_id":"agttsk_1","from_machine_id":"mch_1","to_machine_id":"mch_2"}`, now.UnixMilli()), "Date", now.UTC().Format(http.TimeFormat))
}

func TestACreateThatCanBeFoundAgainIsRepeated(t *testing.T) {
	t.Parallel()
	all := losses()
	// It has made something, and does not say what.
	all["nonsense"] = func(*http.Request) (*http.Response, error) { return reply(http.StatusOK, gateway) }
	for loss, lose := range all {
		for name, call := range findable {
			synctest.Test(t, func(t *testing.T) {
				var bodies []string
				client := fake(t, func(r *http.Request) (*http.Response, error) {
					if r.Method == http.MethodGet {
						return reply(http.StatusOK, `{"id":"user_1","data":[]}`)
					}
					body, _ := io.ReadAll(r.Body)
					if bodies = append(bodies, string(body)); len(bodies) < 3 {
						return lose(r)
					}
					return madeAnswer()
				})
				if err := call(t.Context(), client); err != nil || len(bodies) != 3 || bodies[0] != bodies[2] {
					t.Errorf("%s after %s: sent %q, want the same three times: %v", name, loss, bodies, err)
				}
			})
		}
	}
}

func TestACreateThatCannotBeFoundAgainIsSentOnceAndSaysSo(t *testing.T) {
	t.Parallel()
	for loss, lose := range losses() {
		for name, call := range once {
			synctest.Test(t, func(t *testing.T) {
				seen := newRecord()
				client := fake(t, func(r *http.Request) (*http.Response, error) {
					if r.Method == http.MethodPost { // what mails somebody is looked for
						seen.add(r)
					}
					return lose(r)
				})
				err := call(t.Context(), client)
				if !isLost(err) || len(seen.all()) != 1 {
					t.Errorf("%s after %s: sent %d times, %v", name, loss, len(seen.all()), err)
				}
				mentions(t, err, "POST /", "may have been carried out")
			})
		}
	}
}

func TestACreateThatDidNotHappenIsRepeated(t *testing.T) {
	t.Parallel()
	for name, refuse := range map[string]transport{
		"no connection": func(*http.Request) (*http.Response, error) {
			return nil, &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
		},
		"a rate limit": func(*http.Request) (*http.Response, error) { return reply(http.StatusTooManyRequests, limited) },
	} {
		for operation, call := range joined(once, findable) {
			synctest.Test(t, func(t *testing.T) {
				seen := newRecord()
				client := fake(t, func(r *http.Request) (*http.Response, error) {
					seen.add(r)
					if len(seen.all()) < 3 {
						return refuse(r)
					}
					return madeAnswer()
				})
				if err := call(t.Context(), client); err != nil || len(seen.all()) != 3 {
					t.Errorf("%s after %s: sent %d times, %v", operation, name, len(seen.all()), err)
				}
			})
		}
	}
}

func TestMaxRetriesIsHowOftenARequestIsRepeated(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		options []option
		want    int
	}{{nil, 6}, {[]option{maxRetries(0)}, 1}, {[]option{maxRetries(1)}, 2}, {[]option{maxRetries(8)}, 9}} {
		synctest.Test(t, func(t *testing.T) {
			seen := newRecord()
			client := fake(t, func(r *http.Request) (*http.Response, error) {
				seen.add(r)
				return nil, syscall.ECONNRESET
			}, test.options...)
			err := get(t.Context(), client)
			if !errors.Is(err, syscall.ECONNRESET) || len(seen.all()) != test.want {
				t.Errorf("%d attempts, want %d: %v", len(seen.all()), test.want, err)
			}
			pauses(t, seen.all())
		})
	}
}

// pauses checks that they double up to ten seconds, less up to half of them.
func pauses(t *testing.T, requests []request) {
	t.Helper()
	most := 250 * time.Millisecond
	for i := 1; i < len(requests); i++ {
		if d := requests[i].at - requests[i-1].at; d < most/2 || d > most {
			t.Errorf("pause %d took %s, want between half and all of %s", i, d, most)
		}
		most = min(2*most, 10*time.Second)
	}
}

func TestWhatClerkRefusedIsNotRepeated(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 400, 401, 402, 403, 404, 409, 422, 501} {
		seen := newRecord()
		client := fake(t, anInstance(func(r *http.Request) (*http.Response, error) {
			seen.add(r)
			return reply(status, notFound)
		}))
		if err := get(t.Context(), client); statusOf(err) != status {
			t.Errorf("%d: %v", status, err)
		}
		if err := create(t.Context(), client); statusOf(err) != status || isLost(err) {
			t.Errorf("%d: %v", status, err)
		}
		if n := len(seen.all()); n != 2 {
			t.Errorf("%d: %d requests, want 2", status, n)
		}
	}
}

func TestADeleteThatFindsNothingSucceedsOnlyAfterALostAnswer(t *testing.T) {
	t.Parallel()
	for _, lost := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			client := fake(t, anInstance(func(*http.Request) (*http.Response, error) {
				if lost {
					lost = false
					return nil, io.EOF
				}
				return reply(http.StatusNotFound, notFound)
			}))
			want := !lost
			if err := client.Users.Delete(t.Context(), "user_1"); rest.IsNotFound(err) != want {
				t.Errorf("got %v", err)
			}
		})
	}
}
