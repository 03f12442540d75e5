package dev.wayfare.packager.split;

import java.util.ArrayList;
import java.util.List;

/** The types of a module, and which function has which. */
final class ModuleTypes {
  private static final int FUNCTION_TYPE = 0x60;
  private static final int EMPTY = -0x40;

  private final List<FunctionType> types;
  private final List<Integer> functions;
  private final int imported;

  private ModuleTypes(List<FunctionType> types, List<Integer> functions, int imported) {
    this.types = types;
    this.functions = functions;
    this.imported = imported;
  }

  static ModuleTypes of(List<Section> sections) {
    var types = new ArrayList<FunctionType>();
    var functions = new ArrayList<Integer>();
    int imported = 0;
    for (Section section : sections) {
      Cursor cursor = new Cursor(section.content(), 0);
      switch (section.id()) {
        case Section.TYPES -> readTypes(cursor, types);
        case Section.IMPORTS -> {
          readImports(cursor, functions);
          imported = functions.size();
        }
        case Section.FUNCTIONS -> {
          int count = cursor.unsigned();
          for (int i = 0; i < count; i++) {
            functions.add(cursor.unsigned());
          }
        }
        default -> {}
      }
    }
    return new ModuleTypes(types, functions, imported);
  }

  int imported() {
    return imported;
  }

  int functionCount() {
    return functions.size();
  }

  int typeCount() {
    return types.size();
  }

  FunctionType type(int index) {
    return types.get(index);
  }

  FunctionType ofFunction(int index) {
    return types.get(functions.get(index));
  }

  /** The type of a block, from the signed number that it is written as. */
  FunctionType ofBlock(int written) {
    if (written == EMPTY) {
      return new FunctionType(List.of(), List.of());
    }
    return written < 0 ? new FunctionType(List.of(), List.of(written & 0x7f)) : types.get(written);
  }

  private static void readTypes(Cursor cursor, List<FunctionType> types) {
    int count = cursor.unsigned();
    for (int i = 0; i < count; i++) {
      if (cursor.u8() != FUNCTION_TYPE) {
        throw new UnsupportedCodeException("types of the garbage collection proposal");
      }
      List<Integer> parameters = readValueTypes(cursor);
      types.add(new FunctionType(parameters, readValueTypes(cursor)));
    }
  }

  private static List<Integer> readValueTypes(Cursor cursor) {
    var types = new ArrayList<Integer>();
    int count = cursor.unsigned();
    for (int i = 0; i < count; i++) {
      types.add(requireOneByte(cursor.u8()));
    }
    return types;
  }

  /** A typed reference is followed by more. */
  static int requireOneByte(int valueType) {
    if (valueType < 0x6f) {
      throw new UnsupportedCodeException("value type 0x" + Integer.toHexString(valueType));
    }
    return valueType;
  }

  private static void readImports(Cursor cursor, List<Integer> functions) {
    int count = cursor.unsigned();
    for (int i = 0; i < count; i++) {
      cursor.skip(cursor.unsigned());
      cursor.skip(cursor.unsigned());
      switch (cursor.u8()) {
        case 0 -> functions.add(cursor.unsigned());
        case 1 -> {
          requireOneByte(cursor.u8());
          skipLimits(cursor);
        }
        case 2 -> skipLimits(cursor);
        case 3 -> {
          requireOneByte(cursor.u8());
          cursor.u8();
        }
        default -> throw new UnsupportedCodeException("an import of an unknown kind");
      }
    }
  }

  private static void skipLimits(Cursor cursor) {
    boolean hasMaximum = (cursor.u8() & 1) != 0;
    cursor.signed();
    if (hasMaximum) {
      cursor.signed();
    }
  }
}
