package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// clerk speaks to the API without the provider's client, as anyone else would.
type clerk struct{ url, key string }

type user struct {
	ID        string
	FirstName string `json:"first_name"`
}

type jwtTemplate struct {
	ID, Name string
	Claims   json.RawMessage
	Lifetime int
}

func (c clerk) user(ctx context.Context, address string) (user, error) {
	var found []user
	if err := c.get(ctx, "/users?email_address="+url.QueryEscape(address), &found); err != nil {
		return user{}, err
	}
	if len(found) != 1 {
		return user{}, fmt.Errorf("%d users have the address %s", len(found), address)
	}
	return found[0], nil
}

func (c clerk) template(ctx context.Context, name string) (jwtTemplate, error) {
	var all []jwtTemplate
	if err := c.get(ctx, "/jwt_templates?limit=500", &all); err != nil {
		return jwtTemplate{}, err
	}
	for _, t := range all {
		if t.Name == name {
			return t, nil
		}
	}
	return jwtTemplate{}, fmt.Errorf("none of %d JWT templates is called %s", len(all), name)
}

func (c clerk) get(ctx context.Context, path string, into any) error {
	return c.do(ctx, http.MethodGet, path, nil, into)
}

// patch prints what it does, in the manner of a command that does the same.
func (c clerk) patch(ctx context.Context, path string, fields map[string]any) error {
	body, err := json.Marshal(fields)
	if err != nil {
		return err
	}
	say("$ curl -X PATCH $CLERK_API_URL/v1%s -d '%s'", path, body)
	return c.do(ctx, http.MethodPatch, path, body, nil)
}

func (c clerk) do(ctx context.Context, method, path string, body []byte, into any) error {
	req, err := http.NewRequestWithContext(ctx, method, c.url+"/v1"+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+c.key)
	req.Header.Set("Clerk-API-Version", "2026-05-12")
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s: %s: %s", method, path, res.Status, answer)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(answer, into)
}
