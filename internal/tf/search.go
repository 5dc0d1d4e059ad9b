package tf

import (
	"iter"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

// WhereEnabled is a list of objects of organizations, which is empty where the instance
// has organizations turned off: Clerk refuses to list anything there. It is for list
// resources, so that a query or an export of everything does not fail.
func WhereEnabled[T any](objects iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for object, err := range objects {
			if answer, ok := clerk.AsError(err); ok && answer.Has("organization_not_enabled_in_instance") || !yield(object, err) {
				return
			}
		}
	}
}
