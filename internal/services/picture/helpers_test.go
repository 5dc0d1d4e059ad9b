package picture_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

const (
	green = "testdata/green.png"
	blue  = "testdata/blue.png"
)

// owner is a type of objects that have pictures.
type owner struct {
	typ, noun string // "user", and "picture"
	label     string // what messages call the object of these tests
	attribute string // the path of the picture
	arguments string // those of the object; the name is what Clerk's own picture shows
	uploads   string // operations
	deletes   string
	all       func(i *acctest.Instance) []held
	set       func(ctx context.Context, c *clerk.Client, id string, content []byte) error
	unset     func(ctx context.Context, c *clerk.Client, id string) error
}

// held is what Clerk holds of an object.
type held struct {
	id, url string
	has     bool
}

var owners = []owner{
	{
		typ: "user", noun: "picture", label: `user "ada@example.com"`, attribute: "profile_image",
		arguments: "email_addresses = [\"ada@example.com\"]\n  first_name = %q",
		uploads:   "POST /users/{user_id}/profile_image", deletes: "DELETE /users/{user_id}",
		all: func(i *acctest.Instance) (all []held) {
			for _, u := range i.Users() {
				all = append(all, held{u.ID, u.ImageURL, u.HasImage})
			}
			return all
		},
		set: func(ctx context.Context, c *clerk.Client, id string, content []byte) error {
			_, err := c.Users.SetProfileImage(ctx, id, "outside.png", content)
			return err
		},
		unset: func(ctx context.Context, c *clerk.Client, id string) error {
			_, err := c.Users.DeleteProfileImage(ctx, id)
			return err
		},
	},
	{
		typ: "organization", noun: "logo", label: `organization "Ada (ada)"`, attribute: "logo",
		arguments: "slug = \"ada\"\n  name = %q",
		uploads:   "PUT /organizations/{organization_id}/logo", deletes: "DELETE /organizations/{organization_id}",
		all: func(i *acctest.Instance) (all []held) {
			for _, o := range i.Organizations() {
				all = append(all, held{o.ID, o.ImageURL, o.HasImage})
			}
			return all
		},
		set: func(ctx context.Context, c *clerk.Client, id string, content []byte) error {
			_, err := c.Organizations.SetLogo(ctx, id, "outside.png", content)
			return err
		},
		unset: func(ctx context.Context, c *clerk.Client, id string) error {
			_, err := c.Organizations.DeleteLogo(ctx, id)
			return err
		},
	},
}

// withOwner is an instance in which there will be one object that may have a picture.
type withOwner struct {
	*acctest.Instance
	owner
	t       *testing.T
	address string
}

// ofEach runs a test for each type of objects that have pictures.
func ofEach(t *testing.T, test func(t *testing.T, s *withOwner), options ...func(*clerksim.Options)) {
	t.Helper()
	ofEachIn(t, func(t *testing.T) *acctest.Instance { t.Helper(); return acctest.InProcess(t, options...) }, test)
}

func ofEachIn(t *testing.T, begin func(*testing.T) *acctest.Instance, test func(t *testing.T, s *withOwner)) {
	t.Helper()
	for _, o := range owners {
		t.Run(o.typ, func(t *testing.T) {
			t.Parallel()
			test(t, &withOwner{begin(t), o, t, "clerk_" + o.typ + ".ada"})
		})
	}
}

// object is a configuration of the object.
func (s *withOwner) object(name string, lines ...string) string {
	return fmt.Sprintf("resource \"clerk_%s\" \"ada\" {\n  "+s.arguments+"\n  %s\n}\n", s.typ, name, strings.Join(lines, "\n  "))
}

func (s *withOwner) bare() string { return s.object("Ada") }

func (s *withOwner) pictured(path string) string {
	return s.object("Ada", fmt.Sprintf("%s = %q", s.attribute, path))
}

// updates is the plan that changes these attributes of the object, and nothing else. PICTURE
// is the path.
func (s *withOwner) updates(attributes string) []string {
	return []string{s.address + ": update " + strings.ReplaceAll(attributes, "PICTURE", s.attribute)}
}

// held is the object as Clerk holds it: the only one.
func (s *withOwner) held() held {
	s.t.Helper()
	all := s.all(s.Instance)
	if len(all) != 1 {
		s.t.Fatalf("Clerk holds %+v", all)
	}
	return all[0]
}

// has fails the test unless Clerk has a picture of the object, or none.
func (s *withOwner) has(want bool) func(acctest.States) {
	return func(acctest.States) {
		s.t.Helper()
		if got := s.held().has; got != want {
			s.t.Errorf("has_image is %t", got)
		}
	}
}

// uploadOutside gives the object another picture outside Terraform.
func (s *withOwner) uploadOutside(path string) func() {
	return func() {
		s.t.Helper()
		s.must(s.set(s.t.Context(), s.Clerk, s.held().id, s.read(path)))
	}
}

// deleteOutside takes the object's picture away outside Terraform.
func (s *withOwner) deleteOutside() {
	s.t.Helper()
	s.must(s.unset(s.t.Context(), s.Clerk, s.held().id))
}

func (s *withOwner) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *withOwner) read(path string) []byte {
	s.t.Helper()
	content, err := os.ReadFile(path)
	s.must(err)
	return content
}

func (s *withOwner) write(path string, content []byte) {
	s.t.Helper()
	s.must(os.WriteFile(path, content, 0o600))
}

func (s *withOwner) copyFile(from, to string) {
	s.t.Helper()
	s.write(to, s.read(from))
}
