package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
)

// stateBackend keeps a state behind HTTP, for the backend "http" of a CLI.
func stateBackend() *httptest.Server {
	var mu sync.Mutex
	var state []byte
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		switch {
		case r.Method == http.MethodPost:
			body, err := io.ReadAll(r.Body)
			if err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
				return
			}
			state = body
		case state == nil:
			w.WriteHeader(http.StatusNotFound)
		default:
			_, _ = w.Write(state) // the CLI says what it misses
		}
	}))
}

// useBackend keeps the state of a world at a URL. No registry has the provider, so
// the CLI is told that one is running, which is all that init asks.
func (w *world) useBackend(ctx context.Context, c *cli, url string) error {
	config := fmt.Sprintf("terraform {\n  backend \"http\" {\n    address = %q\n  }\n}\n", url)
	if err := w.write("backend.tf", []byte(config)); err != nil {
		return err
	}
	running := `{"SOURCE":{"Protocol":"grpc","ProtocolVersion":6,"Pid":1,"Test":true,"Addr":{"Network":"unix","String":"none"}}}`
	_, err := c.run(ctx, w, "", []string{"TF_REATTACH_PROVIDERS=" + strings.Replace(running, "SOURCE", c.source(), 1)}, "init")
	return err
}
