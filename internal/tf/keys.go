package tf

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// AtKeys puts the error of a lookup of keys on the attribute that has them, and names the
// nearest keys that there are. The type is that of the resource that makes such objects.
func AtKeys(attribute, resource string, err error) error {
	var unknown *rest.UnknownKeys
	if !errors.As(err, &unknown) {
		return err
	}
	var hint strings.Builder
	for _, key := range unknown.Keys {
		to := ""
		if len(unknown.Keys) > 1 {
			to = fmt.Sprintf(" to %q", key)
		}
		fmt.Fprintf(&hint, "The nearest%s that there are: %s. ", to, strings.Join(nearest(key, unknown.Exist), ", "))
	}
	fmt.Fprintf(&hint, "One that this configuration creates is best referred to by the key attribute of its %s, so that it is created first.", resource)
	return At(attribute, Hint(hint.String(), err))
}

// AtRole is the error of a role, by its key, that somebody cannot have in an organization: none
// has the key, or the role set of the organization lacks it.
func AtRole(key string, refusal error) error {
	var unknown *rest.UnknownKeys
	if errors.As(refusal, &unknown) {
		return AtKeys("role", "clerk_organization_role", refusal)
	}
	return At("role", Hint(fmt.Sprintf("The instance has the role %s, so the role set of the organization lacks it. Add the role to that set, or choose one that it has.", key), refusal))
}

// nearest are the three of some keys that are most like a key.
func nearest(key string, all []string) []string {
	byDistance := slices.Clone(all)
	slices.SortFunc(byDistance, func(a, b string) int {
		return cmp.Or(cmp.Compare(distance(key, a), distance(key, b)), cmp.Compare(a, b))
	})
	return byDistance[:min(3, len(byDistance))]
}

// distance is how many letters have to be added, taken away or changed to make one text
// of another.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			changed := diagonal
			if a[i] != b[j] {
				changed++
			}
			diagonal = row[j+1]
			row[j+1] = min(changed, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// Key is a unique attribute that an object can be found by, beside its id.
type Key[T any] struct {
	Attribute, Example string // such as "name" and "api"
	// Find finds the object, or says that there is none.
	Find func(ctx context.Context, c *clerk.Client, value string) (*T, error)
	// ID is the object's.
	ID func(*T) string
	// Get reads an object by its id, where no document says what the ids begin with: what looks like an id, and nothing has as its key, is
	// tried as one. Optional.
	Get func(ctx context.Context, c *clerk.Client, id string) (*T, error)
}

// likeAnID matches an id, whatever it begins with.
var likeAnID = regexp.MustCompile(`^[a-z_]+_[0-9A-Za-z]{27}$`)

// find finds an object by its key or, if that may be an id after all, by that.
func (k *Key[T]) find(ctx context.Context, c *clerk.Client, value string) (*T, error) {
	if strings.TrimSpace(value) == "" { // of a search for nothing, Clerk shows all objects
		return nil, fmt.Errorf("no %s is given", strings.ReplaceAll(k.Attribute, "_", " "))
	}
	object, err := k.Find(ctx, c, value)
	if err != nil && k.Get != nil && likeAnID.MatchString(value) {
		if byID, failed := k.Get(ctx, c, value); failed == nil {
			return byID, nil
		}
	}
	return object, err
}

// refuseBlank refuses an id of nothing but spaces: of a search for that, Clerk shows all
// objects. An import by identity has no id.
func refuseBlank(id string, resp *resource.ImportStateResponse) bool {
	if id == "" || strings.TrimSpace(id) != "" {
		return false
	}
	resp.Diagnostics.AddError(fmt.Sprintf("Could not import %q", id), "There are only spaces where an id has to be, or what the object is known by. If it comes from a variable, look whether that has a value.")
	return true
}
