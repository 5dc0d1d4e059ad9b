package clerk_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

func TestACreateWhoseAnswerIsLostMakesOneObjectAndKnowsIt(t *testing.T) {
	t.Parallel()
	for loss, place := range map[string]func(l *local, operation string){
		"before the work":       func(l *local, operation string) { l.lose(operation, "reset", 1) },
		"by a gateway":          func(l *local, operation string) { l.lose(operation, "502", 1) },
		"after the work":        func(l *local, operation string) { l.lose(operation, "lost", 1) },
		"by a gateway after it": func(l *local, operation string) { l.lose(operation, "lost_502", 1) },
		"during the work":       func(l *local, operation string) { l.lose(operation, "late", 1) },
		"twice":                 func(l *local, operation string) { l.lose(operation, "lost", 2) },
		"before and after the work": func(l *local, operation string) {
			l.lose(operation, "reset", 2)
			l.lose(operation, "lost", 1)
			l.lose(operation, "502", 1)
		},
		"on a minute that is not ours": func(l *local, operation string) { l.Advance(time.Minute); l.lose(operation, "lost", 1) },
		"a minute before ours":         func(l *local, operation string) { l.Advance(-time.Minute); l.lose(operation, "lost_502", 1) },
	} {
		for name, object := range makes() {
			t.Run(name+" lost "+loss, func(t *testing.T) {
				t.Parallel()
				inMadeUpTime(t, func(t *testing.T, l *local) {
					owner := l.owner()
					place(l, object.operation)
					id, err := object.create(t.Context(), l.client(), owner)
					if err != nil {
						t.Error(err)
					}
					l.holds(object, owner, id)
				})
			})
		}
	}
}

func TestMaxRetriesBoundsTheRepetitionsOfACreate(t *testing.T) {
	t.Parallel()
	for name, object := range makes() {
		for _, retries := range []int{0, 1, 3} {
			inMadeUpTime(t, func(t *testing.T, l *local) {
				owner := l.owner()
				before := l.Stats().ByOperation[object.operation]
				l.lose(object.operation, "502", 9)
				_, err := object.create(t.Context(), l.client(maxRetries(retries)), owner)
				if sent := l.Stats().ByOperation[object.operation] - before; !isLost(err) || sent != retries+1 {
					t.Errorf("%s with %d: sent %d times, want %d: %v", name, retries, sent, retries+1, err)
				}
			})
		}
	}
}

// What was made is found by a last look, also where nothing may be repeated and
// where the create was interrupted.
func TestALastLookFindsWhatALostCreateMade(t *testing.T) {
	t.Parallel()
	for name, object := range makes() {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			owner := l.owner()
			l.lose(object.operation, "lost", 9)
			id, err := object.create(t.Context(), l.client(maxRetries(0)), owner)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			l.holds(object, owner, id)
		})
		inMadeUpTime(t, func(t *testing.T, l *local) {
			owner := l.owner()
			l.lose(object.operation, "lost", 99)
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(10*time.Millisecond, cancel)
			id, err := object.create(ctx, l.client(), owner)
			if err != nil {
				t.Fatalf("%s, interrupted: %v", name, err)
			}
			l.holds(object, owner, id)
		})
	}
}

func TestACancelledCreateThatMayHaveHappenedSaysSo(t *testing.T) {
	t.Parallel()
	for name, object := range makes() {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			owner := l.owner()
			l.lose(object.operation, "502", 99)
			took, err := canceled(t, func(ctx context.Context) error {
				_, err := object.create(ctx, l.client(maxRetries(20)), owner)
				return err
			})
			mentions(t, err, strings.ReplaceAll(object.operation, "{organization_id}", organizationOf(owner)), "502 Bad Gateway", "stopped before it was repeated", "may have been carried out")
			if took != time.Second || !isLost(err) || !errors.Is(err, context.Canceled) {
				t.Errorf("%s took %s: %v", name, took, err)
			}
		})
	}
}

// A list that lags shows who had the key before.
func TestAFormerHolderOfAKeyIsNobody(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		former, err := l.client().Users.Create(t.Context(), clerk.CreateUserParams{Account: clerk.Account{Username: rest.Value("countess")}})
		if err != nil {
			t.Fatal(err)
		}
		l.Advance(time.Minute)
		if _, err := l.client().Users.Update(t.Context(), former.ID, clerk.UpdateUserParams{Account: clerk.Account{Username: rest.Value("augusta")}}); err != nil {
			t.Fatal(err)
		}
		l.lose("POST /users", "lost", 1)
		u, err := l.client().Users.Create(t.Context(), clerk.CreateUserParams{Account: clerk.Account{Username: rest.Value("countess")}})
		if err != nil || u.ID == former.ID {
			t.Errorf("took %+v: %v", u, err)
		}
	}, lagging(5*time.Second))
}

func TestSeveralHoldersOfWhatWasSentAreNotTaken(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		var ids []string
		for _, email := range full().EmailAddresses {
			u, err := l.client().Users.Create(t.Context(), clerk.CreateUserParams{EmailAddresses: []string{email}})
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, u.ID)
		}
		slices.Sort(ids)
		l.lose("POST /users", "reset", 1)
		_, err := l.client().Users.Create(t.Context(), full())
		refused(t, err, true, "2 objects have a part of what it sent: "+strings.Join(ids, ", "))
	})
}

// What made an answer is not Clerk if the object has no id; and only Clerk's own
// refusal of a repetition tells that the lost attempt met it too.
func TestALostCreateIsNotForgottenForWhatIsNotClerks(t *testing.T) {
	t.Parallel()
	const locked = `{"errors":[{"code":"resource_locked","message":"locked"}]}`
	for name, answer := range map[string]struct {
		status int
		body   string
	}{
		"no id":                  {http.StatusOK, `{"status":"ok"}`},
		"a gateway's 400":        {http.StatusBadRequest, gateway},
		"a gateway's 404":        {http.StatusNotFound, gateway},
		"a gateway's 422":        {http.StatusUnprocessableEntity, gateway},
		"a locked resource":      {http.StatusConflict, locked},
		"an authorization's 403": {http.StatusForbidden, gateway},
	} {
		for _, made := range []bool{false, true} {
			inMadeUpTime(t, func(t *testing.T, l *local) {
				posts := 0
				network := transport(func(r *http.Request) (*http.Response, error) {
					if r.Method != http.MethodPost {
						return l.RoundTrip(r)
					}
					if posts++; posts > 1 {
						return reply(answer.status, answer.body)
					}
					if made {
						if res, err := l.RoundTrip(r); err == nil {
							_ = res.Body.Close()
						}
					}
					return reply(http.StatusBadGateway, gateway)
				})
				user, err := l.client(func(c *rest.Config) { c.Transport = network }).Users.Create(t.Context(), clerk.CreateUserParams{Account: clerk.Account{Username: rest.Value("adalove")}})
				var lost *rest.Lost
				if found := err == nil && user.ID != ""; found != made || !found && !errors.As(err, &lost) {
					t.Errorf("%s, made %t: %v, %v", name, made, user, err)
				}
			})
		}
	}
}

// An address that is not verified need not be refused a second time, nor need a redirect
// URL, so it is looked for before each repetition. Elsewhere, what exists is refused, and
// looked for then.
func TestWhatMayNotBeRefusedIsLookedForBeforeEachRepetition(t *testing.T) {
	t.Parallel()
	for name, object := range makes() {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			owner := l.owner()
			l.lose(object.operation, "reset", 2)
			before := len(l.Requests())
			if _, err := object.create(t.Context(), l.client(), owner); err != nil {
				t.Fatal(err)
			}
			var sent []string
			for _, r := range l.Requests()[before:] {
				sent = append(sent, r.Operation)
			}
			want := []string{object.operation, object.operation, object.operation}
			if object.early != "" {
				want = []string{object.operation, object.early, object.operation, object.early, object.operation}
			}
			if !slices.Equal(sent, want) {
				t.Errorf("%s: the requests were %v, expected %v", name, sent, want)
			}
		})
	}
}
