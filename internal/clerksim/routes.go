package clerksim

import (
	"net/http"
	"slices"
	"strings"
)

// operations are all that the API has.
func operations() []operation {
	all := slices.Concat(
		userOperations(), metadataOperations(), userActionOperations(), passwordOperations(), addressOperations(), instanceOperations(), proxyCheckOperations(),
	)
	for _, k := range kinds() {
		all = append(all, k.operations()...)
	}
	for _, g := range settings() {
		all = append(all, g.operations()...)
	}
	return all
}

// route registers the API and the control. Whatever else is asked for is
// answered like a path that the API does not have.
func (s *Server) route() {
	for _, op := range operations() {
		method, path, _ := strings.Cut(op.pattern, " ")
		s.mux.Handle(method+" /v1"+path, s.serve(&op))
	}
	for pattern, handler := range s.controls() {
		s.mux.Handle(pattern, handler)
	}
	s.mux.Handle("/", s.serve(&operation{}))
	s.mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { s.about(w) })
}
