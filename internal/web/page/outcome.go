package page

import "net/http"

// kind is the part of the catalogue that speaks for the status.
func (t Trouble) kind() string {
	switch t.Status {
	case http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity,
		http.StatusTooManyRequests, http.StatusServiceUnavailable, http.StatusInsufficientStorage:
		return itoa(t.Status)
	case http.StatusRequestEntityTooLarge: // to a reader the same
		return "422"
	}
	return "500"
}
