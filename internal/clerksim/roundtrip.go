package clerksim

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"syscall"
)

// RoundTrip serves a request without a network, so that a server is also an
// http.RoundTripper: for tests in which time is not the machine's. A connection
// that the server resets is an error, as it is on a network.
func (s *Server) RoundTrip(r *http.Request) (answer *http.Response, err error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	served := r.Clone(r.Context())
	if served.Body == nil {
		served.Body = http.NoBody
	}
	w := httptest.NewRecorder()
	defer func() {
		if v := recover(); v != nil {
			if e, ok := v.(error); !ok || !errors.Is(e, http.ErrAbortHandler) {
				panic(v)
			}
			answer, err = nil, syscall.ECONNRESET
		}
	}()
	s.ServeHTTP(w, served)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return w.Result(), nil
}

var _ http.RoundTripper = (*Server)(nil)

// Aside carries requests that meet no fault, neither a placed nor a random one: for
// those who look at a server that misbehaves, and not at how it does.
func (s *Server) Aside() http.RoundTripper { return reliable{s} }

type (
	reliable struct{ server *Server }
	aside    struct{}
)

func (a reliable) RoundTrip(r *http.Request) (*http.Response, error) {
	return a.server.RoundTrip(r.WithContext(context.WithValue(r.Context(), aside{}, true)))
}
