package clerk_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// refused fails the test unless err is Clerk's refusal, with these words about
// what exists. Doubtful is what may be the operation's own.
func refused(t *testing.T, err error, doubtful bool, words ...string) {
	t.Helper()
	mentions(t, err, append(words, "an earlier attempt was lost")...)
	if _, ok := rest.AsConflict(err); !ok || !refusedAsTaken(err) || isLost(err) != doubtful {
		t.Errorf("got %v (lost: %t)", err, isLost(err))
	}
}

// takenCodes are those of the refusals of what exists.
var takenCodes = []string{"form_identifier_exists", "organization_domain_already_exists", "already_a_member_in_organization", "duplicate_record"}

// refusedAsTaken reports whether Clerk's answer says that the object exists, or another one with its key.
func refusedAsTaken(err error) bool {
	e, ok := rest.AsError(err)
	if !ok { // Clerk does not refuse it, and answers with what is there
		return err != nil && strings.Contains(err.Error(), " was answered with ")
	}
	return ok && (e.Status == http.StatusUnprocessableEntity || e.Status == http.StatusBadRequest) && slices.ContainsFunc(takenCodes, e.Has)
}

// Somebody else makes a user with the same email addresses at the same moment,
// and otherwise like this, but for one field.
func TestAUserOfSomebodyElseIsNotTaken(t *testing.T) {
	t.Parallel()
	const secret = "another password, unlike it"
	for field, change := range map[string]func(*clerk.CreateUserParams){
		"external_id":                 func(p *clerk.CreateUserParams) { p.ExternalID = rest.Null[string]() },
		"first_name":                  func(p *clerk.CreateUserParams) { p.FirstName = rest.Value("Augusta") },
		"last_name":                   func(p *clerk.CreateUserParams) { p.LastName = rest.Value("Byron") },
		"locale":                      func(p *clerk.CreateUserParams) { p.Locale = rest.Value("fr") },
		"username":                    func(p *clerk.CreateUserParams) { p.Username = rest.Value("augusta") },
		"password_enabled":            func(p *clerk.CreateUserParams) { p.Password = rest.Optional[string]{} },
		"totp_enabled":                func(p *clerk.CreateUserParams) { p.TOTPSecret = rest.Optional[string]{} },
		"backup_code_enabled":         func(p *clerk.CreateUserParams) { p.BackupCodes = nil },
		"delete_self_enabled":         func(p *clerk.CreateUserParams) { p.DeleteSelfEnabled = rest.Value(true) },
		"create_organization_enabled": func(p *clerk.CreateUserParams) { p.CreateOrganizationEnabled = rest.Value(true) },
		"create_organizations_limit":  func(p *clerk.CreateUserParams) { p.CreateOrganizationsLimit = rest.Value(int64(3)) },
		"legal_accepted_at":           func(p *clerk.CreateUserParams) { p.LegalAcceptedAt = rest.Value("2026-01-01T00:00:00Z") },
		"created_at":                  func(p *clerk.CreateUserParams) { p.CreatedAt = rest.Optional[string]{} },
		"bypass_client_trust":         func(p *clerk.CreateUserParams) { p.BypassClientTrust = rest.Value(false) },
		"banned":                      func(p *clerk.CreateUserParams) { p.Banned = rest.Value(false) },
		"locked":                      func(p *clerk.CreateUserParams) { p.Locked = rest.Value(false) },
		"public_metadata":             func(p *clerk.CreateUserParams) { p.PublicMetadata = []byte(`{"b":1,"a":[2,1]}`) },
		"private_metadata":            func(p *clerk.CreateUserParams) { p.PrivateMetadata = []byte(`{"crm":"` + secret + `"}`) },
		"unsafe_metadata":             func(p *clerk.CreateUserParams) { p.UnsafeMetadata = []byte(`{"a":null}`) },
		"email_addresses":             func(p *clerk.CreateUserParams) { p.EmailAddresses = p.EmailAddresses[:1] },
		"phone_numbers":               func(p *clerk.CreateUserParams) { p.PhoneNumbers = nil },
		"web3_wallets":                func(p *clerk.CreateUserParams) { p.Web3Wallets = nil },
		"the verification":            func(p *clerk.CreateUserParams) { p.PhoneNumberStatuses = []string{"reserved"} },
	} {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			theirs, ours := full(), full()
			change(&theirs)
			other, err := l.client().Users.Create(t.Context(), theirs)
			if err != nil {
				t.Fatal(field, err)
			}
			l.lose("POST /users", "reset", 1)
			_, err = l.client().Users.Create(t.Context(), ours)
			refused(t, err, false, other.ID, "is not what it made: "+field)
			if strings.Count(err.Error(), "differs") != 1 || strings.Contains(err.Error(), secret) {
				t.Errorf("%s: %v", field, err)
			}
			l.holds(makes()["a user with everything"], "", other.ID)
		})
	}
}

// verifiable matches the creates of what its owner can verify.
var verifiable = regexp.MustCompile(`address|number|wallet|everything`)

// Somebody else's objects are like ours in every field, and yet not ours.
func TestWhatOnlyLooksLikeOursIsNotTaken(t *testing.T) {
	t.Parallel()
	for name, object := range makes() {
		for why, test := range map[string]struct {
			words string
			after func(l *local, c *clerk.Client, id string)
		}{
			"older":               {"it is older, by", func(l *local, _ *clerk.Client, _ string) { l.Advance(4 * time.Second) }},
			"half an hour older":  {"it is older, by", func(l *local, _ *clerk.Client, _ string) { l.Advance(30 * time.Minute) }},
			"of another resource": {"another operation of this run made it", nil},
			"of a person": {"somebody has signed in", func(l *local, _ *clerk.Client, id string) {
				l.seed(fmt.Sprintf(`{"activity":[{"user_id":%q,"last_sign_in_at":946684800000}]}`, id))
			}},
			"of a person who is there": {"somebody has signed in", func(l *local, _ *clerk.Client, id string) {
				l.seed(fmt.Sprintf(`{"activity":[{"user_id":%q,"last_active_at":946684800000}]}`, id))
			}},
			"verified by its owner": {"verification", func(l *local, c *clerk.Client, id string) {
				if u, err := c.Users.Current(l.t.Context(), id); err == nil {
					for _, e := range u.EmailAddresses {
						l.seed(fmt.Sprintf(`{"verifications":[{"id":%q,"strategy":"email_code"}]}`, e.ID))
					}
					for _, n := range u.PhoneNumbers {
						l.seed(fmt.Sprintf(`{"verifications":[{"id":%q,"strategy":"phone_code"}]}`, n.ID))
					}
					for _, w := range u.Web3Wallets {
						l.seed(fmt.Sprintf(`{"verifications":[{"id":%q,"strategy":"web3_metamask_signature"}]}`, w.ID))
					}
				} else {
					l.seed(fmt.Sprintf(`{"verifications":[{"id":%q,"strategy":"email_code"}]}`, id))
				}
			}},
		} {
			user := object.operation == "POST /users"
			if strings.HasPrefix(why, "of a person") && !user || why == "verified by its owner" && !verifiable.MatchString(name) {
				continue // they have no such thing
			}
			t.Run(name+" "+why, func(t *testing.T) {
				t.Parallel()
				inMadeUpTime(t, func(t *testing.T, l *local) {
					owner := l.owner()
					theirs, ours := l.client(), l.client()
					if test.after == nil {
						theirs = ours
					}
					other, err := object.create(t.Context(), theirs, owner)
					if err != nil {
						t.Fatal(err)
					}
					if test.after != nil {
						test.after(l, theirs, other)
					}
					l.lose(object.operation, "reset", 1)
					_, err = object.create(t.Context(), ours, owner)
					refused(t, err, false, other, "is not what it made", test.words)
					l.holds(object, owner, other)
				})
			})
		}
	}
}

func TestAConflictWithoutALostAnswerIsReportedAsItIs(t *testing.T) {
	t.Parallel()
	for name, object := range makes() {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			owner := l.owner()
			if _, err := object.create(t.Context(), l.client(), owner); err != nil {
				t.Fatal(err)
			}
			l.Advance(time.Minute)
			before := l.Stats().ByOperation[object.operation]
			l.lose(object.operation, "429", 1)
			_, err := object.create(t.Context(), l.client(), owner)
			if _, ok := rest.AsConflict(err); ok || isLost(err) || !refusedAsTaken(err) || l.Stats().ByOperation[object.operation] != before+2 {
				t.Errorf("%s: %v, after %d of them", name, err, l.Stats().ByOperation[object.operation]-before)
			}
		})
	}
}

func TestListsThatLagAreWaitedForTenSeconds(t *testing.T) {
	t.Parallel()
	for name, object := range makes() {
		for _, lag := range []time.Duration{500 * time.Millisecond, 9 * time.Second, 15 * time.Second} {
			inMadeUpTime(t, func(t *testing.T, l *local) {
				owner := l.owner()
				l.lose(object.operation, "lost", 1)
				began := time.Now()
				id, err := object.create(t.Context(), l.client(), owner)
				took := time.Since(began)
				switch {
				case object.first || object.read || lag < 10*time.Second:
					expected := lag
					if object.awaits {
						expected = 10 * time.Second
					}
					if err != nil || took > expected+5*time.Second {
						t.Errorf("%s with %s took %s: %v", name, lag, took, err)
					}
				default:
					// It is there, and was not found: so it is lost.
					refused(t, err, true, "Clerk shows no such object within 10s")
					if took < 10*time.Second || took > 11*time.Second {
						t.Errorf("%s with %s took %s", name, lag, took)
					}
				}
				l.Advance(time.Hour)
				if got, err := object.held(t.Context(), l.client(), owner); err != nil || len(got) != 1 || id != "" && got[0] != id {
					t.Errorf("%s with %s: Clerk holds %v, not %q (%v)", name, lag, got, id, err)
				}
			}, lagging(lag))
		}
	}
}

func TestCancellationEndsTheWaitForListsThatLag(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		l.lose("POST /users", "lost", 1)
		took, err := canceled(t, func(ctx context.Context) error {
			_, err := makes()["a user with a username"].create(ctx, l.client(), "")
			return err
		})
		refused(t, err, true, "what exists could not be looked up: context canceled", "may have been carried out")
		if took != time.Second || !errors.Is(err, context.Canceled) {
			t.Errorf("took %s: %v", took, err)
		}
	}, lagging(time.Hour))
}

// What cannot be told from somebody else's is not taken, and reported as lost.
func TestWhatCannotBeDatedIsNotTaken(t *testing.T) {
	t.Parallel()
	shift := func(d time.Duration) func(time.Time) string {
		return func(at time.Time) string { return at.Add(d).Format(http.TimeFormat) }
	}
	for name, object := range makes() {
		for why, test := range map[string]struct {
			date     func(time.Time) string
			doubtful bool
			words    string
		}{
			"no Date":             {func(time.Time) string { return "" }, true, "no Date to tell its age by"},
			"a Date that is slow": {shift(-time.Minute), true, "made 1m0s after the Date"},
			"a Date that is fast": {shift(time.Minute), false, "it is older, by 1m0s"},
		} {
			inMadeUpTime(t, func(t *testing.T, l *local) {
				owner := l.owner()
				l.lose(object.operation, "lost", 1)
				network := l.through(func(r *http.Response) {
					at, _ := http.ParseTime(r.Header.Get("Date"))
					r.Header.Set("Date", test.date(at))
				})
				_, err := object.create(t.Context(), l.client(network), owner)
				refused(t, err, test.doubtful, test.words)
				if got, err := object.held(t.Context(), l.client(), owner); err != nil || len(got) != 1 {
					t.Errorf("%s with %s: Clerk holds %v (%v)", name, why, got, err)
				}
			})
		}
	}
	inMadeUpTime(t, func(t *testing.T, l *local) {
		l.lose("POST /users", "lost", 1)
		_, err := l.client().Users.Create(t.Context(), clerk.CreateUserParams{Account: clerk.Account{
			Username: rest.Value("countess"), CreatedAt: rest.Value("2000-01-01T00:00:00Z"),
		}})
		refused(t, err, true, "Clerk does not say when it was made")
	})
}

// A conflict may have a code that is not documented for it.
func TestARefusalWithAnotherCodeIsLookedInto(t *testing.T) {
	t.Parallel()
	other := func(r *http.Response) {
		body, _ := io.ReadAll(r.Body)
		for _, code := range takenCodes {
			body = bytes.ReplaceAll(body, []byte(code), []byte("form_param_value_invalid"))
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	for name, object := range makes() {
		for _, kind := range []string{"lost", "reset", "undated"} {
			inMadeUpTime(t, func(t *testing.T, l *local) {
				owner := l.owner()
				want := []string{}
				if kind == "reset" {
					id, err := object.create(t.Context(), l.client(), owner)
					if err != nil {
						t.Fatal(err)
					}
					want = append(want, id)
					l.Advance(time.Minute)
				}
				fault := kind
				network := other
				if kind == "undated" {
					fault, network = "lost", func(r *http.Response) { r.Header.Del("Date"); other(r) }
				}
				l.lose(object.operation, fault, 1)
				id, err := object.create(t.Context(), l.client(l.through(network)), owner)
				if kind == "lost" {
					want = append(want, id)
				}
				if kind == "undated" {
					if !isLost(err) {
						t.Errorf("%s %s: %v", name, kind, err)
					}
					return
				}
				if taken := err == nil; taken != (kind == "lost") || isLost(err) {
					t.Errorf("%s %s: %v", name, kind, err)
				}
				l.holds(object, owner, want...)
			})
		}
	}
}

// What has the value is deleted between Clerk's refusal and the search for what the lost attempt may have made.
func TestALostCreateTakesWhatIsGivenUpWhileItIsLookedFor(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		grace := clerk.CreateUserParams{Account: clerk.Account{Username: rest.Value("grace")}}
		holder, err := idOf(l.client().Users.Create(t.Context(), grace))
		if err != nil {
			t.Fatal(err)
		}
		var c *clerk.Client
		c = l.client(l.through(func(res *http.Response) {
			if res.StatusCode == http.StatusUnprocessableEntity {
				if err := c.Users.Delete(t.Context(), holder); err != nil {
					t.Error(err)
				}
			}
		}))
		l.lose("POST /users", "reset", 1)
		began := time.Now()
		made, err := c.Users.Create(t.Context(), grace)
		if err != nil || made.ID == holder || time.Since(began) > 5*time.Second {
			t.Errorf("%+v: %v, after %s", made, err, time.Since(began))
		}
	})
}

// Lists that lag show what was deleted a moment ago, and what only they show is then just like
// the object that has taken its place.
func TestWhatWasDeletedAMomentAgoIsNotTakenForWhatALostCreateMade(t *testing.T) {
	t.Parallel()
	for name, object := range makes() {
		if object.area.name == "organization_memberships" {
			continue // the next one of the same user is read by the same ids
		}
		inMadeUpTime(t, func(t *testing.T, l *local) {
			owner := l.owner()
			old, err := object.create(t.Context(), l.client(), owner)
			if err != nil {
				t.Fatal(err)
			}
			<-time.After(1500 * time.Millisecond) // less than clocks may differ by
			if _, err := object.area.deletes()(t.Context(), l.client(), target{id: old}); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			l.lose(object.operation, "lost", 1)
			id, err := object.create(t.Context(), l.client(), owner)
			l.Advance(time.Hour)
			held, failed := object.held(t.Context(), l.client(), owner)
			if err != nil || failed != nil || !slices.Equal(held, []string{id}) || id == old {
				t.Errorf("%s: %q was taken after the deletion of %q (%v), and Clerk holds %q (%v)", name, id, old, err, held, failed)
			}
		}, lagging(5*time.Second))
	}
}
