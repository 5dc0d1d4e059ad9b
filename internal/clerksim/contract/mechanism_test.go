package contract_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim/contract"
)

// A made-up API with what the mechanism needs to be shown at work.
const zoo = `
openapi: 3.0.3
info: {title: Zoo, version: "1"}
servers: [{url: "https://zoo.example.com/v1"}]
security: [{key: []}]
paths:
  /animals:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 500}}
        - {name: name, in: query, schema: {type: array, items: {type: string}}}
        - {name: paginated, in: query, schema: {type: boolean}}
      responses:
        "200": {description: "", content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Animal"}}}}}
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/Animal"}}}
      responses:
        "200": {description: "", content: {application/json: {schema: {$ref: "#/components/schemas/Animal"}}}}
        "422": {description: "", content: {application/json: {schema: {type: object, required: [oops]}}}}
  /animals/count:
    get:
      responses:
        "200": {description: "", content: {application/json: {schema: {type: integer}}}}
  /animals/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string, pattern: "^an_"}}
    get:
      responses:
        "200": {description: "", content: {application/json: {schema: {$ref: "#/components/schemas/Animal"}}}}
    delete:
      responses:
        "204": {description: ""}
        "409": {description: ""}
  /animals/{id}/feed:
    post:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      requestBody:
        content: {application/json: {schema: {type: object, additionalProperties: false, properties: {food: {type: string}}}}}
      responses:
        "200": {description: "", content: {application/json: {schema: {$ref: "#/components/schemas/Animal"}}}}
  /animals/{id}/photo:
    post:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema: {type: object, additionalProperties: false, required: [file], properties: {file: {type: string, format: binary}}}
      responses:
        "204": {description: ""}
  /gate:
    get:
      security: []
      responses:
        "200": {description: "", content: {application/json: {schema: {type: object}}}}
components:
  securitySchemes: {key: {type: http, scheme: bearer}}
  schemas:
    Animal:
      type: object
      additionalProperties: false
      required: [name]
      properties:
        name: {type: string, minLength: 2}
        legs: {type: integer, nullable: true}
        home:
          oneOf:
            - {type: object, additionalProperties: false, required: [size], properties: {object: {type: string, enum: [cage]}, size: {type: integer}}}
            - {type: object, additionalProperties: false, required: [depth], properties: {object: {type: string, enum: [pond]}, depth: {type: integer}}}
`

const (
	ape      = `{"name":"ape","legs":null}`
	notFound = `{"errors":[{"message":"not found","long_message":"No animal was found","code":"resource_not_found"}],"clerk_trace_id":"t"}`
	bounds   = "--b\r\nContent-Disposition: form-data; name=\"%\"; filename=\"f\"\r\nContent-Type: image/x-odd\r\n\r\n\x00\x01\r\n--b--\r\n"
)

func TestPathsAndMethods(t *testing.T) {
	runExamples(t, loadZoo(t), []example{
		{why: "a valid pair", method: "GET", target: "/v1/animals/an_1", status: 200, answer: ape},
		{why: "an unknown path", method: "GET", target: "/v1/plants", status: 200, answer: `{}`, want: "knows no such path, yet it is answered with 200"},
		{why: "an unknown path, redirected", method: "GET", target: "/v1//animals", status: 301, want: "knows no such path"},
		{why: "an unknown path, refused", method: "GET", target: "/v1/plants", status: 404, answer: notFound},
		{why: "an unknown path, refused in another shape", method: "GET", target: "/v1/plants", status: 404, answer: `{"errors":[]}`, want: "not in the shape of Clerk's errors"},
		{why: "outside the server's path", method: "GET", target: "/animals", status: 200, answer: `[]`, want: "knows no such path"},
		{why: "an unknown method", method: "PUT", target: "/v1/animals", status: 200, answer: `{}`, want: "knows no such operation"},
		{why: "an empty segment is no id", method: "GET", target: "/v1/animals/", status: 200, answer: ape, want: "knows no such path"},
		{why: "a fixed segment goes before a variable one", method: "GET", target: "/v1/animals/count", status: 200, answer: `3`},
		{why: "an escaped path parameter", method: "GET", target: "/v1/animals/an_%2F1", status: 200, answer: ape},
		{why: "an invalid path parameter", method: "GET", target: "/v1/animals/x", status: 200, answer: ape, want: `path parameter "id": `},
		{why: "an invalid path parameter, refused", method: "GET", target: "/v1/animals/x", status: 404, answer: notFound},
		{why: "the control of the simulator", method: "POST", target: "/_sim/reset", status: 200, answer: `anything`},
	})
}

func TestQueryParameters(t *testing.T) {
	runExamples(t, loadZoo(t), []example{
		{why: "valid", method: "GET", target: "/v1/animals?limit=500&name=a&name=b", status: 200, answer: `[` + ape + `]`},
		{why: "out of range", method: "GET", target: "/v1/animals?limit=501", status: 200, answer: `[]`, want: `query parameter "limit": number must be at most 500`},
		{why: "out of range, refused", method: "GET", target: "/v1/animals?limit=501", status: 422, answer: notFound},
		{why: "of another type", method: "GET", target: "/v1/animals?limit=ten", status: 200, answer: `[]`, want: `query parameter "limit"`},
		{why: "without a value", method: "GET", target: "/v1/animals?limit=", status: 200, answer: `[]`, want: `query parameter "limit"`},
		{why: "unknown", method: "GET", target: "/v1/animals?colour=red", status: 200, answer: `[]`, want: `knows no query parameter "colour"`},
		{why: "unknown, refused", method: "GET", target: "/v1/animals?colour=red", status: 400, answer: notFound, want: `knows no query parameter "colour"`},
		{why: "malformed", method: "GET", target: "/v1/animals?limit=%zz", status: 200, answer: `[]`, want: "the query string is malformed"},
		{why: "the version goes everywhere", method: "GET", target: "/v1/animals?__clerk_api_version=2026-05-12", status: 200, answer: `[]`},
	})
}

func TestRequestBodies(t *testing.T) {
	runExamples(t, loadZoo(t), []example{
		{why: "valid", method: "POST", target: "/v1/animals", body: ape, status: 200, answer: ape},
		{why: "invalid", method: "POST", target: "/v1/animals", body: `{"name":"a","tail":1}`, status: 200, answer: ape,
			want: "answered with 200, though the document forbids the request: body: at /name: minimum string length is 2"},
		{why: "each fault is told", method: "POST", target: "/v1/animals", body: `{"name":"a","tail":1}`, status: 200, answer: ape, want: `body: property "tail" is unsupported`},
		{why: "invalid, refused as listed", method: "POST", target: "/v1/animals", body: `{}`, status: 422, answer: `{"oops":1}`},
		{why: "invalid, answered with a breakdown", method: "POST", target: "/v1/animals", body: `{}`, status: 500, answer: notFound, want: "answered with 500, though"},
		{why: "missing where required", method: "POST", target: "/v1/animals", status: 200, answer: ape, want: "the body is missing"},
		{why: "null where required", method: "POST", target: "/v1/animals", body: `null`, status: 200, answer: ape, want: "body: Value is not nullable"},
		{why: "not JSON", method: "POST", target: "/v1/animals", body: `{`, status: 200, answer: ape, want: "body: not JSON"},
		{why: "of another content type", method: "POST", target: "/v1/animals", body: ape, contentType: "text/plain", status: 200, answer: ape, want: `Content-Type "text/plain" is none`},
		{why: "with a charset", method: "POST", target: "/v1/animals", body: ape, contentType: "application/json; charset=utf-8", status: 200, answer: ape},
		{why: "optional and missing", method: "POST", target: "/v1/animals/an_1/feed", status: 200, answer: ape},
		{why: "optional and null", method: "POST", target: "/v1/animals/an_1/feed", body: "null\n", status: 200, answer: ape},
		{why: "optional and invalid", method: "POST", target: "/v1/animals/an_1/feed", body: `{"food":null}`, status: 200, answer: ape, want: "body: at /food: Value is not nullable"},
		{why: "null where there is none", method: "DELETE", target: "/v1/animals/an_1", body: `null`, status: 204},
		{why: "anything where there is none", method: "DELETE", target: "/v1/animals/an_1", body: `{}`, status: 204, want: "it has a body, and the operation takes none"},
		{why: "a part of any content type", method: "POST", target: "/v1/animals/an_1/photo", contentType: "multipart/form-data; boundary=b", body: strings.Replace(bounds, "%", "file", 1), status: 204},
		{why: "an unknown part", method: "POST", target: "/v1/animals/an_1/photo", contentType: "multipart/form-data; boundary=b", body: strings.Replace(bounds, "%", "film", 1), status: 204, want: `property "film" is unsupported`},
		{why: "a broken multipart body", method: "POST", target: "/v1/animals/an_1/photo", contentType: "multipart/form-data; boundary=b", body: bounds[:20], status: 204, want: "not multipart/form-data"},
		{why: "no boundary", method: "POST", target: "/v1/animals/an_1/photo", contentType: "multipart/form-data", body: bounds, status: 204, want: "no boundary"},
	})
}

func TestAnswers(t *testing.T) {
	runExamples(t, loadZoo(t), []example{
		{why: "an invalid answer", method: "GET", target: "/v1/animals/an_1", status: 200, answer: `{"legs":"two"}`, want: "answer 200: at /legs: value must be an integer"},
		{why: "not JSON", method: "GET", target: "/v1/animals/an_1", status: 200, answer: `<html>`, want: "answer 200: not JSON"},
		{why: "empty", method: "GET", target: "/v1/animals/an_1", status: 200, want: "answer 200: not JSON"},
		{why: "of another content type", method: "GET", target: "/v1/animals/an_1", status: 200, answer: ape, answerContentType: "text/html", want: `Content-Type "text/html", which the document does not list`},
		{why: "a success that is not listed", method: "GET", target: "/v1/animals/an_1", status: 201, answer: ape, want: "answered with 201, a status that the document does not list"},
		{why: "a redirection that is not listed", method: "GET", target: "/v1/animals/an_1", status: 302, want: "answered with 302"},
		{why: "an error that is listed", method: "POST", target: "/v1/animals", body: ape, status: 422, answer: `{}`, want: `answer 422: at /oops: property "oops" is missing`},
		{why: "an error that is not listed", method: "GET", target: "/v1/animals/an_1", status: 429, answer: notFound},
		{why: "an error in another shape", method: "GET", target: "/v1/animals/an_1", status: 429, answer: `{"error":"slow down"}`, want: `property "errors" is missing`},
		{why: "an error with more than Clerk's", method: "GET", target: "/v1/animals/an_1", status: 404, answer: strings.Replace(notFound, `"code"`, `"hint":"","code"`, 1), want: `at /errors/0: property "hint" is unsupported`},
		{why: "an error in HTML", method: "GET", target: "/v1/animals/an_1", status: 502, answer: `<html>`, answerContentType: "text/html", want: "the check cannot read text/html"},
		{why: "no body as listed", method: "DELETE", target: "/v1/animals/an_1", status: 204},
		{why: "a body where none is listed", method: "DELETE", target: "/v1/animals/an_1", status: 204, answer: ape, want: "the answer 204 has a body"},
		{why: "an error listed without its shape", method: "DELETE", target: "/v1/animals/an_1", status: 409, answer: notFound},
		{why: "the same in another shape", method: "DELETE", target: "/v1/animals/an_1", status: 409, answer: `{}`, want: "not in the shape of Clerk's errors"},
		{why: "what a composed schema lacks is told by its tag", method: "GET", target: "/v1/animals/an_1", status: 200, answer: `{"name":"ape","home":{"object":"pond","depth":"x"}}`, want: "answer 200: at /home/depth: value must be an integer"},
		{why: "what fits no tag is told as a whole", method: "GET", target: "/v1/animals/an_1", status: 200, answer: `{"name":"ape","home":{"object":"tree"}}`, want: "answer 200: at /home: "},
		{why: "a long list of mistakes is cut short", method: "GET", target: "/v1/animals", status: 200, answer: `[` + strings.Repeat(`{},`, 500) + `{}]`, want: "answer 200: and 491 more"},
	})
}

func TestCredentials(t *testing.T) {
	runExamples(t, loadZoo(t), []example{
		{why: "none, answered", method: "GET", target: "/v1/animals/an_1", authorization: "none", status: 200, answer: ape, want: "must be answered with 401, not 200"},
		{why: "none, refused otherwise", method: "GET", target: "/v1/animals/an_1", authorization: "none", status: 404, answer: notFound, want: "must be answered with 401, not 404"},
		{why: "none, refused", method: "GET", target: "/v1/animals/an_1", authorization: "none", status: 401, answer: notFound},
		{why: "of another scheme", method: "GET", target: "/v1/animals/an_1", authorization: "Basic sk_test_key", status: 200, answer: ape, want: "must be answered with 401"},
		{why: "a bearer without a token", method: "GET", target: "/v1/animals/an_1", authorization: "Bearer ", status: 200, answer: ape, want: "must be answered with 401"},
		{why: "none where none is wanted", method: "GET", target: "/v1/gate", authorization: "none", status: 200, answer: `{}`},
		{why: "quoted by a sentence they are covered", method: "GET", target: "/v1/animals?sk_test_key=1", status: 200, answer: `[]`, want: `"(credentials)"`},
	})
}

func TestPaginatedListsOfAnyDocument(t *testing.T) {
	runExamples(t, loadZoo(t), []example{
		{why: "an array", method: "GET", target: "/v1/animals", status: 200, answer: `[]`},
		{why: "an array when not paginated", method: "GET", target: "/v1/animals?paginated=false", status: 200, answer: `[]`},
		{why: "an object when paginated", method: "GET", target: "/v1/animals?paginated=true", status: 200, answer: `{"data":[` + ape + `],"total_count":1}`},
		{why: "an array when paginated", method: "GET", target: "/v1/animals?paginated=true", status: 200, answer: `[]`, want: "value must be an object"},
		{why: "an object when not paginated", method: "GET", target: "/v1/animals", status: 200, answer: `{"data":[],"total_count":0}`, want: "value must be an array"},
		{why: "without its count", method: "GET", target: "/v1/animals?paginated=true", status: 200, answer: `{"data":[]}`, want: `property "total_count" is missing`},
		{why: "with an invalid element", method: "GET", target: "/v1/animals?paginated=true", status: 200, answer: `{"data":[{}],"total_count":1}`, want: "at /data/0/name"},
	})
}

func TestOneCheckerServesManyRequestsAtOnce(t *testing.T) {
	checker := loadZoo(t)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 20 {
				good := example{method: "GET", target: "/v1/animals/an_1", status: 200, answer: ape}
				bad := example{method: "GET", target: "/v1/animals/an_1", status: 200, answer: `{}`}
				if len(good.check(checker)) != 0 || len(bad.check(checker)) != 1 {
					t.Error("the checks disturb each other")
				}
			}
		})
	}
	group.Wait()
}

func TestLoad(t *testing.T) {
	path := filepath.Join(t.TempDir(), "openapi.yml")
	if _, err := contract.Load(path); err == nil || !strings.Contains(err.Error(), "loading the OpenAPI document") {
		t.Errorf("a missing document gives %v", err)
	}
	if err := os.WriteFile(path, []byte(zoo), 0o600); err != nil {
		t.Fatal(err)
	}
	first, err := contract.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if second, err := contract.Load(path); second != first || err != nil {
		t.Errorf("the document is read twice: %v", err)
	}
}
