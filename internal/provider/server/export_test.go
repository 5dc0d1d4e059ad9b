package server

import "github.com/clerkform/terraform-provider-clerk/internal/clerk"

// FrameworkServer is what the framework serves.
type FrameworkServer = frameworkServer

// Throttling is a server that says when the client's waits are long.
func Throttling(s FrameworkServer, client *clerk.Client) FrameworkServer {
	return &throttling{frameworkServer: s, client: func() *clerk.Client { return client }}
}
