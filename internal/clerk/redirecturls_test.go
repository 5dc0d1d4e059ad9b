package clerk_test

import (
	"context"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

var _ = tested(area{
	name: "redirect_urls",
	create: func(ctx context.Context, c *clerk.Client, _ ids, name string) (string, error) {
		return idOf(c.RedirectURLs.Create(ctx, clerk.CreateRedirectURLParams{URL: "my-app://" + name}))
	},
	get:  func(ctx context.Context, c *clerk.Client, id string) (any, error) { return c.RedirectURLs.Get(ctx, id) },
	list: func(ctx context.Context, c *clerk.Client) ([]string, error) { return idsIn(c.RedirectURLs.List(ctx)) },
	writes: map[string]call{
		"DELETE /redirect_urls/{id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.RedirectURLs.Delete(ctx, at.id)
		},
	},
	recovered: map[string]recovered{"a redirect URL": {early: "GET /redirect_urls"}},
	uniques:   map[string]unique{"redirect URL": {}},
	pages:     map[string]paged{"redirect URLs": {paginated: true}},
})

// Whether Clerk refuses a URL twice is not documented: either way, a lost create makes one.
func TestALostRedirectURLIsMadeOnceAlsoWhereTwoMayBeAlike(t *testing.T) {
	t.Parallel()
	for _, unique := range []string{"true", "false"} {
		for _, kind := range []string{"reset", "502", "lost", "lost_502"} {
			inMadeUpTime(t, func(t *testing.T, l *local) {
				object := makes()["a redirect URL"]
				l.lose(object.operation, kind, 2)
				id, err := object.create(t.Context(), l.client(), "")
				if err != nil {
					t.Errorf("unique %s, %s: %v", unique, kind, err)
				}
				l.holds(object, "", id)
			}, func(o *clerksim.Options) { o.Assume = map[string]string{"redirect_urls_unique": unique} })
		}
	}
}
