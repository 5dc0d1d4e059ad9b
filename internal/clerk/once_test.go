package clerk_test

import (
	"context"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

// sentOnce is a create that is never repeated, since it mails somebody, or Clerk would accept a second object.
type sentOnce struct {
	operation string
	// prepare makes what the create needs, or what there is before it, and returns the id of the object's owner. Optional.
	prepare func(l *local) (owner string)
	create  func(ctx context.Context, c *clerk.Client, owner string) (id string, err error)
	has     func(l *local) (ids []string) // the newest first
	// remove deletes an object, where lists that lag may show it after that. Optional.
	remove func(ctx context.Context, c *clerk.Client, id string) error
}

// check loses the answer in each way, while lists lag or do not. The create is sent once, and what it made is taken for the answer, if
// lists show it in time; otherwise the error says that the answer was lost.
func (s sentOnce) check(t *testing.T) {
	t.Helper()
	for loss, made := range map[string]bool{"lost": true, "lost_502": true, "late": true, "reset": false, "502": false} {
		for _, lag := range []time.Duration{0, 1500 * time.Millisecond, 3 * time.Second, 15 * time.Second} {
			inMadeUpTime(t, func(t *testing.T, l *local) {
				owner := ""
				if s.prepare != nil {
					owner = s.prepare(l)
				}
				l.Advance(time.Minute)
				before := len(s.has(l))
				s.madeAndRemoved(t, l, owner, lag)
				sentBefore := l.Stats().ByOperation[s.operation]
				l.lose(s.operation, loss, 9)
				began := time.Now()
				id, err := s.create(t.Context(), l.client(), owner)
				if sent := l.Stats().ByOperation[s.operation] - sentBefore; sent != 1 || time.Since(began) > 13*time.Second {
					t.Errorf("%s, %s: sent %d times, in %s", loss, lag, sent, time.Since(began))
				}
				l.Advance(time.Minute)
				has := s.has(l)
				if (len(has) == before+1) != made {
					t.Errorf("%s, %s: Clerk has %v", loss, lag, has)
				}
				switch found := made && lag < 10*time.Second; {
				case found && (err != nil || id != has[0]):
					t.Errorf("%s, %s: got %s: %v", loss, lag, id, err)
				case !found && !isLost(err):
					t.Errorf("%s, %s: got %s: %v, expected a lost answer", loss, lag, id, err)
				}
			}, lagging(lag))
		}
	}
}

// madeAndRemoved makes an object like the one that is made after it, and deletes it once lists show it, which they then do for a while.
func (s sentOnce) madeAndRemoved(t *testing.T, l *local, owner string, lag time.Duration) {
	t.Helper()
	if s.remove == nil {
		return
	}
	c := l.client()
	id, err := s.create(t.Context(), c, owner)
	l.Advance(lag)
	if err == nil {
		err = s.remove(t.Context(), c, id)
	}
	if err != nil {
		t.Fatal(err)
	}
}
