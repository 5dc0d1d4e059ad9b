package metadata_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// app is what the application stores in each metadata field of an owner.
const app = `{"app":{"seen":true},"billing":{"seats":3},"tags":["a"]}`

// kind is what has metadata.
type kind struct {
	noun, merge string // "user", and the operation that merges
	arguments   []string
	create      func(ctx context.Context, c *clerk.Client, name string, has json.RawMessage) (id string, err error)
	has         func(ctx context.Context, c *clerk.Client, id string) (clerk.Metadata, error)
	merges      func(ctx context.Context, c *clerk.Client, id string, m clerk.Metadata) error
	remove      func(ctx context.Context, c *clerk.Client, id string) error
}

var users = &kind{
	noun: "user", merge: "PATCH /users/{user_id}/metadata",
	arguments: []string{"public_metadata", "private_metadata", "unsafe_metadata"},
	create: func(ctx context.Context, c *clerk.Client, name string, has json.RawMessage) (string, error) {
		u, err := c.Users.Create(ctx, clerk.CreateUserParams{EmailAddresses: []string{name + "@example.com"}, PublicMetadata: has, PrivateMetadata: has, UnsafeMetadata: has})
		if err != nil {
			return "", err
		}
		return u.ID, nil
	},
	has: func(ctx context.Context, c *clerk.Client, id string) (clerk.Metadata, error) {
		u, err := c.Users.Get(ctx, id)
		if err != nil {
			return clerk.Metadata{}, err
		}
		return clerk.Metadata{Public: u.PublicMetadata, Private: u.PrivateMetadata, Unsafe: u.UnsafeMetadata}, nil
	},
	merges: func(ctx context.Context, c *clerk.Client, id string, m clerk.Metadata) error {
		_, err := c.Users.MergeMetadata(ctx, id, m)
		return err
	},
	remove: func(ctx context.Context, c *clerk.Client, id string) error { return c.Users.Delete(ctx, id) },
}

var organizations = &kind{
	noun: "organization", merge: "PATCH /organizations/{organization_id}/metadata",
	arguments: []string{"public_metadata", "private_metadata"},
	create: func(ctx context.Context, c *clerk.Client, name string, has json.RawMessage) (string, error) {
		o, err := c.Organizations.Create(ctx, clerk.CreateOrganizationParams{Name: name, PublicMetadata: has, PrivateMetadata: has})
		if err != nil {
			return "", err
		}
		return o.ID, nil
	},
	has: func(ctx context.Context, c *clerk.Client, id string) (clerk.Metadata, error) {
		o, err := c.Organizations.Get(ctx, id)
		if err != nil {
			return clerk.Metadata{}, err
		}
		return clerk.Metadata{Public: o.PublicMetadata, Private: o.PrivateMetadata}, nil
	},
	merges: func(ctx context.Context, c *clerk.Client, id string, m clerk.Metadata) error {
		_, err := c.Organizations.MergeMetadata(ctx, id, m)
		return err
	},
	remove: func(ctx context.Context, c *clerk.Client, id string) error { return c.Organizations.Delete(ctx, id) },
}

var kinds = []*kind{users, organizations}

// each runs a test for each kind of owner, with one whom the application made, and who has
// this in each field.
func each(t *testing.T, has string, test func(*testing.T, owner)) {
	t.Helper()
	for _, k := range kinds {
		t.Run(k.noun, func(t *testing.T) {
			t.Parallel()
			test(t, newOwner(t, acctest.InProcess(t), k, "ada", has))
		})
	}
}

// owner is a user or an organization that the application made.
type owner struct {
	*acctest.Instance
	*kind
	id string
	t  *testing.T
}

func newOwner(t *testing.T, i *acctest.Instance, k *kind, name, has string) owner {
	t.Helper()
	id, err := k.create(t.Context(), i.Clerk, name, json.RawMessage(has))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := k.remove(context.Background(), i.Clerk, id); err != nil && !rest.IsNotFound(err) {
			t.Error(err)
		}
	})
	return owner{i, k, id, t}
}

func (k *kind) resource() string { return "clerk_" + k.noun + "_metadata" }

func (k *kind) address() string { return k.resource() + ".this" }

// config is the resource with these arguments, each on a line, but for those that the kind
// does not have.
func (a owner) config(arguments string) string { return a.named("this", arguments) }

func (a owner) named(name, arguments string) string {
	lines := slices.DeleteFunc(strings.Split(arguments, "\n"), func(line string) bool {
		return strings.HasPrefix(strings.TrimSpace(line), "unsafe_metadata") && !slices.Contains(a.arguments, "unsafe_metadata")
	})
	return "resource \"" + a.resource() + "\" \"" + name + "\" {\n  " + a.noun + "_id = \"" + a.id + "\"\n" + strings.Join(lines, "\n") + "\n}\n"
}

// expect fails the test unless Clerk holds these three fields, or those of them that the
// kind has.
func (a owner) expect(public, private, unsafe string) {
	a.t.Helper()
	has, err := a.has(context.Background(), a.Clerk, a.id)
	if err != nil {
		a.t.Fatal(err)
	}
	all := map[string]struct{ got, want string }{
		"public_metadata": {string(has.Public), public}, "private_metadata": {string(has.Private), private}, "unsafe_metadata": {string(has.Unsafe), unsafe},
	}
	for _, name := range a.arguments {
		if field := all[name]; !attr.SameJSON(field.got, field.want) {
			a.t.Errorf("the %s is %s, expected %s", name, field.got, field.want)
		}
	}
}

// holds is expect as a step's check.
func (a owner) holds(public, private, unsafe string) func(acctest.States) {
	return func(acctest.States) {
		a.t.Helper()
		a.expect(public, private, unsafe)
	}
}

// merged merges metadata behind Terraform's back; of a field that the kind does not have,
// nothing.
func (a owner) merged(m clerk.Metadata) func() {
	if !slices.Contains(a.arguments, "unsafe_metadata") {
		m.Unsafe = nil
	}
	return a.Outside(func(ctx context.Context, c *clerk.Client) error { return a.merges(ctx, c, a.id, m) })
}

// state is what the state has of the resource: attributes, each before its value.
func (a owner) state(pairs ...string) map[string]string {
	out := map[string]string{}
	for pair := range slices.Chunk(pairs, 2) {
		out[a.address()+"."+pair[0]] = pair[1]
	}
	return out
}

// plans is the plan that does this to the resource, and nothing else: "create", or
// "update" with arguments.
func (a owner) plans(action string, arguments ...string) []string {
	return []string{strings.TrimSpace(a.address() + ": " + action + " " + strings.Join(arguments, " "))}
}

// once is one merge.
func (a owner) once() map[string]int { return map[string]int{a.merge: 1} }
