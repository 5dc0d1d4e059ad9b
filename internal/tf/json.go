package tf

import (
	"encoding/json"
	"errors"
	"io"
	"math/big"
	"strings"
)

// canonical is a JSON text in the one form that equal values share.
func canonical(text string) (string, error) {
	v, err := decode(text)
	if err != nil {
		return "", err
	}
	out, err := json.Marshal(numbers(v))
	return string(out), err
}

func decode(text string) (any, error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is more than one JSON value")
	}
	return v, nil
}

// numbers writes each number as the fraction that it is, so that 1, 1.0 and 1e0
// are equal, and large ids keep all their digits.
func numbers(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			v[k] = numbers(x)
		}
	case []any:
		for i, x := range v {
			v[i] = numbers(x)
		}
	case json.Number:
		// An exponent of a million would be a million digits.
		if _, exponent, _ := strings.Cut(strings.ToLower(v.String()), "e"); len(exponent) > 4 {
			return v
		}
		if r, ok := new(big.Rat).SetString(v.String()); ok {
			return map[string]any{"\x00number": r.RatString()}
		}
	}
	return v
}
