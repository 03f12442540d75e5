package dev.wayfare.shim.abi;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.Headers;

/** What became of one request in a guest. */
public sealed interface Answer {

  /**
   * The guest answered.
   *
   * @param status 200–599
   * @param headers its fields as it gave them
   * @param body its content
   */
  record Answered(int status, Headers headers, Body body) implements Answer {}

  /**
   * The guest did not answer, or not in a form that could be understood.
   *
   * @param status what the caller gets: 500 for a guest that broke, 502 for an answer that did
   * @param fault whose doing it was
   * @param reason for the log, as one clause
   */
  record Failed(int status, Fault fault, String reason) implements Answer {}

  /** Whose doing a failure was, and so whether another place would do better. */
  enum Fault {
    /** The request was wrong: it would be refused everywhere. */
    CALLER,
    /** The guest broke on this request: it would break everywhere. */
    GUEST,
    /** This place cannot carry the request or its answer, though another may. */
    CARRIER,
    /** The host could not do its part: it is worth while to try elsewhere. */
    HOST
  }
}
