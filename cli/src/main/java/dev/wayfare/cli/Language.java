package dev.wayfare.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The languages that {@code wayfare new} has a project for. */
enum Language {
  RUST("Rust"),
  C("C"),
  CPP("C++"),
  GO("Go"),
  ASSEMBLYSCRIPT("AssemblyScript"),
  JAVASCRIPT("JavaScript");

  private final String title;

  Language(String title) {
    this.title = title;
  }

  /** As people write it, such as "C++". */
  String title() {
    return title;
  }

  /** As commands take it, such as "cpp"; its templates lie in a folder of that name. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The paths of its own files in a project; {@code build}, which each language has, is not one.
   */
  List<String> files() {
    return switch (this) {
      case RUST -> List.of("Cargo.toml", "src/lib.rs", "src/host.rs");
      case C -> List.of("handler.c", "host.h");
      case CPP -> List.of("handler.cpp", "host.hpp");
      case GO -> List.of("go.mod", "main.go", "host.go");
      case ASSEMBLYSCRIPT -> List.of("package.json", "assembly/handler.ts", "assembly/host.ts");
      case JAVASCRIPT ->
          List.of("package.json", "handler.js", "pack.mjs", "engine.wasm", "LICENSE.quickjs");
    };
  }

  /**
   * The language of that id.
   *
   * @throws UserErrorException where there is none
   */
  static Language of(String id) {
    return Arrays.stream(values())
        .filter(language -> language.id().equals(id.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new UserErrorException(
                    "--language knows %s, but not \"%s\""
                        .formatted(
                            Arrays.stream(values())
                                .map(Language::id)
                                .collect(Collectors.joining(", ")),
                            id)));
  }
}
