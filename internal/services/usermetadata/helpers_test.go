package usermetadata_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

const address = "clerk_user_metadata.this"

// app is what the application stores in each metadata field of a user.
const app = `{"app":{"seen":true},"billing":{"seats":3},"tags":["a"]}`

// ada is a user whom the application made.
type ada struct {
	*acctest.Instance
	id string
	t  *testing.T
}

func newAda(t *testing.T, i *acctest.Instance, has string) ada {
	t.Helper()
	u, err := i.Clerk.Users.Create(t.Context(), clerk.CreateUserParams{
		EmailAddresses: []string{"ada@example.com"},
		PublicMetadata: json.RawMessage(has), PrivateMetadata: json.RawMessage(has), UnsafeMetadata: json.RawMessage(has),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := i.Clerk.Users.Delete(context.Background(), u.ID); err != nil && !clerk.IsNotFound(err) {
			t.Error(err)
		}
	})
	return ada{i, u.ID, t}
}

// config is the resource with these arguments.
func (a ada) config(arguments string) string {
	return "resource \"clerk_user_metadata\" \"this\" {\n  user_id = \"" + a.id + "\"\n" + arguments + "\n}"
}

// expect fails the test unless Clerk holds these three fields.
func (a ada) expect(public, private, unsafe string) {
	a.t.Helper()
	u := a.User("ada@example.com")
	for name, field := range map[string]struct{ got, want string }{
		"public": {string(u.PublicMetadata), public}, "private": {string(u.PrivateMetadata), private}, "unsafe": {string(u.UnsafeMetadata), unsafe},
	} {
		if !tf.SameJSON(field.got, field.want) {
			a.t.Errorf("the %s metadata is %s, expected %s", name, field.got, field.want)
		}
	}
}

// holds is expect as a step's check.
func (a ada) holds(public, private, unsafe string) func(acctest.States) {
	return func(acctest.States) {
		a.t.Helper()
		a.expect(public, private, unsafe)
	}
}

// merges merges metadata behind Terraform's back.
func (a ada) merges(m clerk.Metadata) func() {
	return a.Outside(func(ctx context.Context, c *clerk.Client) error {
		_, err := c.Users.MergeMetadata(ctx, a.id, m)
		return err
	})
}

// updates is the plan that changes these arguments, and nothing else.
func updates(arguments ...string) []string {
	return []string{address + ": update " + strings.Join(arguments, " ")}
}
