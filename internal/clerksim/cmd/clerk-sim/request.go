package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// request sends one request to the address in CLERK_API_URL, with the key in
// CLERK_SECRET_KEY, and prints the answer: what a script under exec would
// otherwise need curl for.
func request(args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	if len(args) < 2 || len(args) > 3 || !strings.HasPrefix(args[1], "/") {
		fmt.Fprintln(stderr, "clerk-sim request: it takes a method, a path such as /v1/users, and a body or none")
		return usageError
	}
	method, path, body := args[0], args[1], strings.Join(args[2:], "")
	base := strings.TrimSuffix(getenv("CLERK_API_URL"), "/")
	req, err := http.NewRequestWithContext(context.Background(), method, base+path, bytes.NewBufferString(body))
	if err != nil {
		fmt.Fprintln(stderr, "clerk-sim request:", err)
		return usageError
	}
	req.Header.Set("Authorization", "Bearer "+getenv("CLERK_SECRET_KEY"))
	req.Header.Set("Clerk-API-Version", "2026-05-12")
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		fmt.Fprintln(stderr, "clerk-sim request:", err)
		return 1
	}
	defer res.Body.Close()
	out := stdout
	if res.StatusCode >= http.StatusBadRequest {
		fmt.Fprintf(stderr, "%s %s: %s: ", method, path, res.Status)
		out = stderr
	}
	if _, err := io.Copy(out, res.Body); err != nil {
		fmt.Fprintln(stderr, "clerk-sim request:", err)
		return 1
	}
	fmt.Fprintln(out)
	if res.StatusCode >= http.StatusBadRequest {
		return 1
	}
	return 0
}
