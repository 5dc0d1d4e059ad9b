// Package contract checks requests and answers against Clerk's OpenAPI
// document.
//
// A request that the document forbids must be answered with a status of 400
// to 499. One that is answered with less than 400 must be valid, and so must
// the answer. Statuses of 400 and more that the document does not list must
// have the shape of Clerk's errors. Where the document is known to be wrong,
// exceptions.go says so and why. Answers that were made to fail on purpose are
// for the caller to leave out.
package contract

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
)

// Checker holds one OpenAPI document. It may be used concurrently.
type Checker struct {
	base   string // path of the document's server, such as /v1
	routes map[int][]*route
}

var loaded = struct {
	sync.Mutex
	checkers map[string]*Checker
}{checkers: map[string]*Checker{}}

// Load reads the OpenAPI document at the path, once per process.
func Load(path string) (*Checker, error) {
	loaded.Lock()
	defer loaded.Unlock()
	if checker := loaded.checkers[path]; checker != nil {
		return checker, nil
	}
	doc, err := openapi3.NewLoader().LoadFromFile(path)
	if err != nil {
		return nil, fmt.Errorf("loading the OpenAPI document: %w", err)
	}
	checker, err := newChecker(doc)
	if err != nil {
		return nil, fmt.Errorf("loading the OpenAPI document %s: %w", path, err)
	}
	loaded.checkers[path] = checker
	return checker, nil
}

func newChecker(doc *openapi3.T) (*Checker, error) {
	mend(doc)
	checker := &Checker{routes: routesOf(doc)}
	if len(doc.Servers) > 0 {
		server, err := url.Parse(doc.Servers[0].URL)
		if err != nil {
			return nil, err
		}
		// Only the path of the server counts: the host is a simulator's.
		checker.base = strings.TrimSuffix(server.Path, "/")
	}
	return checker, nil
}

// controlPrefix begins the paths by which tests steer the simulator. They are
// no part of Clerk's API.
const controlPrefix = "/_sim/"

// Check returns the violations of the contract by a request and its answer,
// each a sentence that names method and path. The bodies are passed apart from
// the request, whose own is not read. No sentence contains the credentials
// of the request.
func (c *Checker) Check(
	r *http.Request, requestBody []byte, status int, header http.Header, responseBody []byte,
) []string {
	if strings.HasPrefix(r.URL.Path, controlPrefix) {
		return nil
	}
	var problems []string
	operation, pathParams, unknown := c.find(r)
	if operation == nil {
		problems = checkUnknown(unknown, status, header, responseBody)
	} else {
		exchange := exchange{
			operation: operation, request: r, pathParams: pathParams, requestBody: requestBody,
			status: status, header: header, responseBody: responseBody,
		}
		problems = exchange.check()
	}
	for i, problem := range problems {
		sentence := fmt.Sprintf("%s %s: %s", r.Method, r.URL.Path, problem)
		problems[i] = withoutCredentials(sentence, r.Header.Get("Authorization"))
	}
	return problems
}

// shortestKey keeps sentences readable where a client sent a made-up key of a
// letter or two; Clerk's are far longer.
const shortestKey = 8

// withoutCredentials covers a key that a client sent twice, once in the place
// of something that a sentence quotes.
func withoutCredentials(sentence, authorization string) string {
	_, key, _ := strings.Cut(authorization, " ")
	for _, secret := range []string{authorization, key} {
		if len(secret) >= shortestKey {
			sentence = strings.ReplaceAll(sentence, secret, "(credentials)")
		}
	}
	return sentence
}

func checkUnknown(unknown string, status int, header http.Header, body []byte) []string {
	if status < http.StatusBadRequest {
		return []string{fmt.Sprintf("the document knows no such %s, yet it is answered with %d", unknown, status)}
	}
	return checkErrorShape(status, header, body)
}

// exchange is one request with its answer.
type exchange struct {
	operation    *operation
	request      *http.Request
	query        url.Values
	pathParams   map[string]string
	requestBody  []byte
	status       int
	header       http.Header
	responseBody []byte
}

func (e *exchange) check() []string {
	var problems []string
	if e.operation.secured && !hasBearer(e.request) && e.status != http.StatusUnauthorized {
		problems = append(problems, fmt.Sprintf(
			"without a bearer token in Authorization it must be answered with 401, not %d", e.status))
	}
	query, err := url.ParseQuery(e.request.URL.RawQuery)
	e.query = query
	forbidden := e.requestProblems()
	if err != nil {
		forbidden = append(forbidden, "the query string is malformed")
	}
	if e.status < http.StatusBadRequest || e.status >= http.StatusInternalServerError {
		for _, why := range forbidden {
			problems = append(problems, fmt.Sprintf("answered with %d, though the document forbids the request: %s", e.status, why))
		}
	}
	// A name that Clerk would ignore is a mistake of the client, however it
	// was answered.
	problems = append(problems, e.unknownQueryParameters()...)
	return append(problems, e.answerProblems()...)
}

func hasBearer(r *http.Request) bool {
	scheme, key, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.EqualFold(scheme, "Bearer") && strings.TrimSpace(key) != ""
}
