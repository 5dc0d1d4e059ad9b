package rest

import (
	"encoding/json"
	"strings"
)

// RetryAfter is how long an answer's headers ask the client to wait.
var RetryAfter = retryAfter

// ClassOf is the family and the key of a call's rate class; the common one has neither.
func ClassOf(method, path string) (family, key string) {
	c := classOf(method, strings.Split(path, "/"))
	return c.family, c.key
}

// ReadPage reads a list's answer: its items, and its total where it says one.
func ReadPage(body string) ([]json.RawMessage, *int, error) {
	var p Page[json.RawMessage]
	err := json.Unmarshal([]byte(body), &p)
	return p.Data, p.Total, err
}

// Unmarshal decodes JSON, and notes what it lacks.
var Unmarshal = unmarshal
