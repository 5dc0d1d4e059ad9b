// Package conformance holds every resource type against the same demands: the
// rungs of a ladder, one after the other, and properties of random sequences of
// configurations, outside changes and faults. All of it runs in process, through
// the plugin protocol.
package conformance
