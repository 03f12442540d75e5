package dev.wayfare.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;

/** Asks whoever sits at the terminal. */
final class Question {
  private Question() {}

  /** Whether the answer is yes; the end of the input is none. */
  static boolean isAnsweredYes(String question, PrintWriter err) throws IOException {
    err.print(question + " [yes/no] ");
    err.flush();
    var in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
    return "yes".equals(in.readLine());
  }
}
