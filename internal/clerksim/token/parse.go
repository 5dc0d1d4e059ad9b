package token

import (
	"encoding/json"
	"strings"
)

// operand is a path such as user.public_metadata.plan, or a literal when the
// path is nil.
type operand struct {
	path    []string
	literal any
}

// parseShortcode reads the shortcode at the beginning of the text:
// "{{", operands with "||" between them, "}}". The length is 0 when there is
// none: text that only looks like a shortcode, or one that names a namespace
// Clerk does not know, stays as it is.
func parseShortcode(text string) (operands []operand, length int) {
	rest, found := strings.CutPrefix(text, "{{")
	if !found {
		return nil, 0
	}
	for {
		operand, after, ok := parseOperand(skipSpace(rest))
		if !ok {
			return nil, 0
		}
		operands = append(operands, operand)
		rest = skipSpace(after)
		if after, end := strings.CutPrefix(rest, "}}"); end {
			return operands, len(text) - len(after)
		}
		if rest, ok = strings.CutPrefix(rest, "||"); !ok {
			return nil, 0
		}
	}
}

func parseOperand(text string) (parsed operand, rest string, ok bool) {
	if quoted, isQuoted := strings.CutPrefix(text, "'"); isQuoted {
		literal, rest, closed := strings.Cut(quoted, "'")
		return operand{literal: literal}, rest, closed
	}
	end := strings.IndexAny(text, " \t\r\n|'{}")
	if end < 0 {
		return operand{}, "", false
	}
	word, rest := text[:end], text[end:]
	switch word {
	case "true", "false":
		return operand{literal: word == "true"}, rest, true
	case "null":
		return operand{}, rest, true
	}
	if isNumber(word) {
		return operand{literal: json.Number(word)}, rest, true
	}
	path := strings.Split(word, ".")
	if len(path) < 2 || known[path[0]] == nil {
		return operand{}, "", false
	}
	for _, segment := range path {
		if segment == "" {
			return operand{}, "", false
		}
	}
	return operand{path: path}, rest, true
}

// isNumber tells a JSON number, which no path can be taken for: a namespace
// begins with a letter.
func isNumber(word string) bool {
	return word != "" && strings.IndexByte("-0123456789", word[0]) >= 0 && json.Valid([]byte(word))
}

func skipSpace(text string) string { return strings.TrimLeft(text, " \t\r\n") }
