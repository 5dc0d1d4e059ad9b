package clerk

import (
	"errors"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// RedirectURL is an address that Clerk may send people back to after they have signed
// in, in a native application, say. Times are Unix milliseconds.
type RedirectURL struct {
	rest.Answered
	ID        string `json:"id"`
	URL       string `json:"url"`
	CreatedAt int64  `json:"created_at"`
	UpdatedAt int64  `json:"updated_at"`
}

// CreateRedirectURLParams are the fields of POST /redirect_urls.
type CreateRedirectURLParams struct {
	URL string `json:"url"` // https:// or a scheme of an application's own
}

// RedirectURLs is the area /redirect_urls. Find looks an object up by its URL. The API has no update.
type RedirectURLs struct {
	operations[RedirectURL, CreateRedirectURLParams]
}

// ErrNoRedirectURL is returned by Find if the instance does not have the URL.
var ErrNoRedirectURL = errors.New("the instance has no redirect URL")

func newRedirectURLs(t *rest.Transport, bulkReads bool) *RedirectURLs {
	return &RedirectURLs{newCollection(t, bulkReads, kind[RedirectURL, CreateRedirectURLParams]{
		area: "redirect_urls", list: rest.Paginated(),
		identify:        func(r *RedirectURL) identity { return identity{r.ID, r.URL, r.CreatedAt} },
		key:             func(p *CreateRedirectURLParams) string { return p.URL },
		findBeforeRetry: true, notFound: ErrNoRedirectURL,
	})}
}
