package store

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"

	"shuangze/internal/appraisal/ballot"
	"shuangze/internal/institutions/statements"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// The box of a vote by phone: slips by their hash, and the envelopes of those that voted. Its tables bear no time, no
// counter and no order but that of the hash; there is no entry, no key of a repeated command and no row of the search
// for a ballot, so that neither the database nor what is copied of it says who voted how (spec 4.2).

// FillBox puts the slips of a vote into its box, in place of those that were there.
func (tx *Tx) FillBox(vote ref.ID, issued ballot.Issued) error {
	if err := tx.EmptyBox(vote); err != nil {
		return err
	}
	for _, h := range slices.Sorted(maps.Keys(issued)) {
		_, err := tx.exec(`INSERT INTO vote_slip(vote,hash,voters) VALUES($1,$2,$3)`, int64(vote), h, issued[h])
		if err != nil {
			return err
		}
	}
	return nil
}

// EmptyBox forgets slips and envelopes.
func (tx *Tx) EmptyBox(vote ref.ID) error {
	_, err := tx.exec(`DELETE FROM vote_slip WHERE vote=$1`, int64(vote))
	if err == nil {
		err = tx.ForgetEnvelopes(vote)
	}
	return err
}

// ForgetEnvelopes forgets what was voted, once it is published.
func (tx *Tx) ForgetEnvelopes(vote ref.ID) error {
	_, err := tx.exec(`DELETE FROM vote_envelope WHERE vote=$1`, int64(vote))
	return err
}

// Box reads the list of issued slips and, sorted by their hashes, those that voted.
func (tx *Tx) Box(vote ref.ID) (ballot.Issued, []ballot.Cast, error) {
	if _, err := tx.voteState(vote); err != nil {
		return nil, nil, err
	}
	return readBox(tx.query, vote)
}

// Box is the same outside of a command.
func (db *DB) Box(ctx context.Context, vote ref.ID) (ballot.Issued, []ballot.Cast, error) {
	return readBox(func(q string, args ...any) (*sql.Rows, error) { return db.query(ctx, q, args...) }, vote)
}

func readBox(query func(string, ...any) (*sql.Rows, error), vote ref.ID) (issued ballot.Issued, cast []ballot.Cast,
	err error) {
	issued = ballot.Issued{}
	err = each(query, `SELECT hash,voters FROM vote_slip WHERE vote=$1`, vote, func(scan func(...any) error) error {
		var h, group string
		err := scan(&h, &group)
		issued[h] = group
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	err = each(query, `SELECT token,sealed FROM vote_envelope WHERE vote=$1 ORDER BY hash`, vote,
		func(scan func(...any) error) error {
			var c ballot.Cast
			err := scan(&c.Token, &c.Envelope)
			cast = append(cast, c)
			return err
		})
	return issued, cast, err
}

func each(query func(string, ...any) (*sql.Rows, error), q string, vote ref.ID,
	row func(scan func(...any) error) error) error {
	rows, err := query(q, int64(vote))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// SlipOf says to which group a slip was issued, and whether it voted; ok is false where there is no such slip.
func (db *DB) SlipOf(ctx context.Context, vote ref.ID, hash string) (group string, voted, ok bool, err error) {
	err = db.queryRow(ctx, `SELECT s.voters, CASE WHEN e.hash IS NULL THEN 0 ELSE 1 END FROM vote_slip s
		LEFT JOIN vote_envelope e ON e.vote=s.vote AND e.hash=s.hash WHERE s.vote=$1 AND s.hash=$2`, int64(vote), hash).
		Scan(&group, &voted)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, false, nil
	}
	return group, voted, err == nil, err
}

// PutEnvelope puts an envelope into the box of a vote that is open, once for each slip: first is false where the slip
// voted before, or was never issued. It is answered after the commit, which ballots share with whatever else is
// written.
// The row of the vote is locked, as it is when the voting ends: an envelope is in what was sealed, or it is refused.
func (db *DB) PutEnvelope(ctx context.Context, vote ref.ID, c ballot.Cast, hash string) (first bool, err error) {
	err = db.submit(ctx, "", func(tx *Tx) error {
		state, err := tx.voteState(vote)
		switch {
		case err != nil:
			return err
		case state != statements.Voting:
			return text.Refuse(text.Conflict, "vote.not-open")
		}
		n, err := tx.exec(`INSERT INTO vote_envelope(vote,hash,token,sealed) SELECT s.vote,s.hash,$1,$2 FROM vote_slip s
			WHERE s.vote=$3 AND s.hash=$4 ON CONFLICT DO NOTHING`, c.Token, c.Envelope, int64(vote), hash)
		first = n == 1
		return err
	})
	return first, err
}

// voteState reads the state of a vote and locks its row; there is no state where there is no vote.
func (tx *Tx) voteState(vote ref.ID) (state string, err error) {
	err = tx.queryRow(`SELECT state FROM phone_vote WHERE id=$1 {for update}`, int64(vote)).Scan(&state)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return state, err
}
