package contract

import (
	"bytes"
	"fmt"
	"net/http"

	"github.com/getkin/kin-openapi/openapi3"
)

// answerProblems says what is wrong with the answer.
func (e *exchange) answerProblems() []string {
	declared := e.operation.responses.Status(e.status)
	if declared == nil {
		declared = e.operation.responses.Default()
	}
	failed := e.status >= http.StatusBadRequest
	switch {
	case declared == nil && failed:
		return checkErrorShape(e.status, e.header, e.responseBody)
	case declared == nil:
		return []string{fmt.Sprintf("answered with %d, a status that the document does not list for it", e.status)}
	case len(declared.Value.Content) > 0:
		return e.checkContent(declared.Value.Content)
	case len(bytes.TrimSpace(e.responseBody)) == 0:
		return nil
	case failed:
		return checkErrorShape(e.status, e.header, e.responseBody)
	default:
		return []string{fmt.Sprintf("the answer %d has a body, and the document gives it none", e.status)}
	}
}

func (e *exchange) checkContent(content openapi3.Content) []string {
	contentType := e.header.Get("Content-Type")
	media := content.Get(contentType)
	if media == nil {
		return []string{fmt.Sprintf("the answer %d has Content-Type %q, which the document does not list", e.status, contentType)}
	}
	if media.Schema == nil {
		return nil
	}
	schema := media.Schema.Value
	if e.status == http.StatusOK && e.operation.paginated != nil && e.query.Get("paginated") == "true" {
		schema = e.operation.paginated
	}
	return checkAnswer(schema, e.status, contentType, e.responseBody)
}

func checkAnswer(schema *openapi3.Schema, status int, contentType string, body []byte) []string {
	where := fmt.Sprintf("answer %d", status)
	value, err := decodeBody(contentType, body)
	if err != nil {
		return []string{where + ": " + err.Error()}
	}
	return prefixed(where, validate(schema, value))
}

// errorShape is the shape of Clerk's errors, closed, for statuses that the
// document does not list.
var errorShape = func() *openapi3.Schema {
	text := openapi3.NewStringSchema
	anything := func() *openapi3.Schema { return openapi3.NewObjectSchema().WithAnyAdditionalProperties() }
	one := openapi3.NewObjectSchema().
		WithProperty("message", text()).
		WithProperty("long_message", text()).
		WithProperty("code", text().WithMinLength(1)).
		WithProperty("meta", anything()).
		WithRequired([]string{"message", "long_message", "code"}).
		WithoutAdditionalProperties()
	return openapi3.NewObjectSchema().
		WithProperty("errors", openapi3.NewArraySchema().WithItems(one).WithMinItems(1)).
		WithProperty("meta", anything()).
		WithProperty("clerk_trace_id", text()).
		WithRequired([]string{"errors"}).
		WithoutAdditionalProperties()
}()

// checkErrorShape checks an answer of which the document says nothing.
func checkErrorShape(status int, header http.Header, body []byte) []string {
	problems := checkAnswer(errorShape, status, header.Get("Content-Type"), body)
	for i, problem := range problems {
		problems[i] = "not in the shape of Clerk's errors, though the document does not list it: " + problem
	}
	return problems
}
