package clerk

import (
	"context"
	"errors"
	"net/http"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// SvixApp is the app at Svix by which Clerk sends the webhooks of the instance, which has one or none. The API has no read of it.
type SvixApp struct{ t *rest.Transport }

// Codes of Clerk's refusals.
const (
	svixAppExists  = "svix_app_exists"
	svixAppMissing = "svix_app_missing"
)

type svixURL struct {
	URL string `json:"svix_url"`
}

// IsSvixAppExists reports whether Clerk refused to create the app because the instance has one.
func IsSvixAppExists(err error) bool {
	e, ok := rest.AsError(err)
	return ok && e.Has(svixAppExists)
}

// IsSvixAppMissing reports whether Clerk refused a request because the instance has no app.
func IsSvixAppMissing(err error) bool {
	e, ok := rest.AsError(err)
	return ok && e.Has(svixAppMissing)
}

// URL is POST /webhooks/svix_url: a new URL of Svix's dashboard, with which anybody can sign in there. It is repeated when its answer is
// lost, since a URL that nobody knows does no harm.
func (s *SvixApp) URL(ctx context.Context) (string, error) {
	out, err := rest.One[svixURL](ctx, s.t, rest.Call{Method: http.MethodPost, Path: []string{"webhooks", "svix_url"}, AnswersOther: true, Check: hasURL})
	if err != nil {
		return "", err
	}
	return out.URL, nil
}

var hasURL = rest.Has("svix_url", func(u *svixURL) bool { return u.URL != "" })

// Exists reports whether the instance has an app. Only asking for a URL tells, which is thrown away.
func (s *SvixApp) Exists(ctx context.Context) (bool, error) {
	_, err := s.URL(ctx)
	if IsSvixAppMissing(err) {
		return false, nil
	}
	return err == nil, err
}

// Create is POST /webhooks/svix. If its answer is lost, it is repeated: an app that was not there before, and is then, is the one that it
// made. IsSvixAppExists is true for the error if the app was there before.
func (s *SvixApp) Create(ctx context.Context) error {
	there, err := s.Exists(ctx)
	if err != nil {
		return err
	}
	for failures := 0; ; {
		err := s.t.Do(ctx, rest.Call{Method: http.MethodPost, Path: []string{"webhooks", "svix"}, IsCreate: true, AnswersOther: true}, nil)
		lost := (*rest.Lost)(nil)
		switch {
		case failures > 0 && !there && IsSvixAppExists(err):
			return nil
		case !errors.As(err, &lost):
			return err
		}
		if failures++; !s.t.PauseAfter(ctx, failures) {
			return err
		}
	}
}

// Delete is DELETE /webhooks/svix. An app that there is not is no error.
func (s *SvixApp) Delete(ctx context.Context) error {
	err := s.t.Do(ctx, rest.Call{Method: http.MethodDelete, Path: []string{"webhooks", "svix"}, AnswersOther: true}, nil)
	if IsSvixAppMissing(err) {
		return nil
	}
	return err
}
